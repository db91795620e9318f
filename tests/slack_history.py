"""What a channel shows to whoever may read it, as `conversations.replies` and `conversations.history` do."""

from __future__ import annotations

from typing import Any


def shown(messages: list[dict[str, Any]], args: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the messages of a thread, or else of a channel without its threads, of a stretch of time.

    The first message of a thread stands before the others, whatever the stretch is.
    """
    thread = args.get("ts")
    latest = args.get("latest", "")
    found = []
    for message in messages:
        is_first = message["ts"] == thread
        is_in_place = is_first or message.get("thread_ts") == thread
        is_early_enough = not latest or message["ts"] <= latest
        is_in_time = is_first or (message["ts"] >= args.get("oldest", "") and is_early_enough)
        if message["channel"] == args["channel"] and is_in_place and is_in_time:
            found.append(message)
    return found[: int(args.get("limit", 100))]
