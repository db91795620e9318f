"""What the bot remembers: what it answers, conversations, where it listens, and what goes into the report.

A message is claimed before Slack hears that it has arrived, and finished in one transaction with its
conversation as soon as Slack has taken the reply. What a process leaves unfinished, another takes up.
"""

from bot.store.claims import ClaimedMessage
from bot.store.feedback_store import FeedbackStore, Reported
from bot.store.given_answers import GivenAnswer, PastAnswer
from bot.store.listening_channels import TurnedOn
from bot.store.priority_semaphore import Priority
from bot.store.ratings import RatedAnswer, Vote, Votes
from bot.store.report_entries import EntryKind, ReportEntry
from bot.store.resilient_store import Forgotten, Store
from bot.store.saved_conversations import SavedConversation, StateChange
from bot.store.suggestions import Suggestion
from bot.store.unanswered_questions import AskedInVain

__all__ = [
    "AskedInVain",
    "ClaimedMessage",
    "EntryKind",
    "FeedbackStore",
    "Forgotten",
    "GivenAnswer",
    "PastAnswer",
    "Priority",
    "RatedAnswer",
    "ReportEntry",
    "Reported",
    "SavedConversation",
    "StateChange",
    "Store",
    "Suggestion",
    "TurnedOn",
    "Vote",
    "Votes",
]
