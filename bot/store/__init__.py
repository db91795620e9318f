"""What the bot remembers: what it answers, conversations, questions without an answer, where it listens.

A message is claimed before Slack hears that it has arrived, and finished in one transaction with its
conversation as soon as Slack has taken the reply. What a process leaves unfinished, another takes up.
"""

from bot.store.claims import ClaimedMessage
from bot.store.given_answers import GivenAnswer
from bot.store.listening_channels import TurnedOn
from bot.store.resilient_store import Forgotten, Store
from bot.store.saved_conversations import SavedConversation
from bot.store.unanswered_questions import UnansweredQuestion

__all__ = [
    "ClaimedMessage",
    "Forgotten",
    "GivenAnswer",
    "SavedConversation",
    "Store",
    "TurnedOn",
    "UnansweredQuestion",
]
