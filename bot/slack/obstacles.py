"""What keeps the bot from doing something in a place, where a person can do something about it.

The codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors and those of the other methods.
"""

from __future__ import annotations

from enum import StrEnum


class Obstacle(StrEnum):
    """Why Slack does not let the bot; `bot.replies.wording` says what to do about each."""

    NOT_INVITED = "not-invited"
    """The bot is not in the channel; of a private one, Slack says that there is none."""
    NOT_JOINED = "not-joined"
    """The person is not in the channel."""
    ARCHIVED = "archived"
    RESTRICTED = "restricted"
    """Only some may post in the channel."""
    NO_REPLIES = "no-replies"
    """The thread is locked."""
    NO_THREADS = "no-threads"
    """The channel has none."""
    ONLY_THREADS = "only-threads"
    NO_DIRECT_MESSAGES = "no-direct-messages"
    GONE = "gone"
    """The message that was to be answered or changed, or that may no longer be."""
    EXPIRED = "expired"
    """A command or a click is so old that Slack takes no reply to it."""
    NOT_ALLOWED = "not-allowed"
    """The workspace has not given the app a permission."""


CODES = {
    Obstacle.NOT_INVITED: {"not_in_channel", "channel_not_found", "no_permission"},
    Obstacle.NOT_JOINED: {"user_not_in_channel"},
    Obstacle.ARCHIVED: {"is_archived"},
    Obstacle.RESTRICTED: {"restricted_action", "restricted_action_read_only_channel"},
    Obstacle.NO_REPLIES: {"restricted_action_thread_locked", "cannot_reply_to_message"},
    Obstacle.NO_THREADS: {"restricted_action_non_threadable_channel"},
    Obstacle.ONLY_THREADS: {"restricted_action_thread_only_channel"},
    Obstacle.NO_DIRECT_MESSAGES: {"messages_tab_disabled"},
    Obstacle.GONE: {"message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed"},
    Obstacle.EXPIRED: {"expired_url", "used_url", "expired_trigger_id", "exchanged_trigger_id"},
    Obstacle.NOT_ALLOWED: {"missing_scope", "not_allowed_token_type", "access_denied", "ekm_access_denied"}
    | {"team_access_not_granted"},
}
"""Slack's codes for each."""

_OBSTACLES = {code: obstacle for obstacle, codes in CODES.items() for code in codes}


def obstacle_of(code: str | None) -> Obstacle | None:
    """Return what Slack's code means; None for one that is no obstacle."""
    return _OBSTACLES.get(code or "")
