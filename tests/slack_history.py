"""What a channel shows to whoever may read it, as `conversations.replies` and `conversations.history` do."""

from __future__ import annotations

from typing import Any


def shown(messages: list[dict[str, Any]], args: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the messages of a thread, or else of a channel without its threads, from `oldest` on."""
    thread = args.get("ts")
    found = []
    for message in messages:
        is_first = message["ts"] == thread
        is_in_place = is_first or message.get("thread_ts") == thread
        is_late_enough = is_first or message["ts"] >= args.get("oldest", "")
        if message["channel"] == args["channel"] and is_in_place and is_late_enough:
            found.append(message)
    return found
