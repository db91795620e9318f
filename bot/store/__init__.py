"""What the bot remembers: messages that it answers, conversations, and questions without an answer.

A message is claimed before Slack hears that it has arrived, and finished in one transaction with its
conversation as soon as Slack has taken the reply. What a process leaves unfinished, another takes up.
"""

from bot.store.conversations import Conversation
from bot.store.events import Claim
from bot.store.keeping import Forgotten, Store
from bot.store.questions import Question

__all__ = ["Claim", "Conversation", "Forgotten", "Question", "Store"]
