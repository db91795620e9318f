"""What the bot remembers: messages that it answers, conversations, and questions without an answer.

A message is claimed before Slack hears that it has arrived, and finished in one transaction with its
conversation as soon as Slack has taken the reply. What a process leaves unfinished, another takes up.
"""

from bot.store.conversations import SavedConversation
from bot.store.events import Claim
from bot.store.facade import Forgotten, Store
from bot.store.unanswered import UnansweredQuestion

__all__ = ["Claim", "Forgotten", "SavedConversation", "Store", "UnansweredQuestion"]
