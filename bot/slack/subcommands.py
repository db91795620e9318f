"""Words that are commands, in one table: after `/whichrole`, after a mention and in direct messages alike.

Only the whole text is a command, or the word with an argument of its own: all else is a question.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.advice.answers import Answer
from bot.advice.choices import Asked, Said, TopicChoice
from bot.live import LiveKnowledge
from bot.replies import blocks, wording
from bot.replies.blocks import Message
from bot.replies.describe import describe
from bot.replies.description import BulletList, Item

PUNCTUATION = " .!?"
"""What may stand around a command: "help!"."""


@dataclass(frozen=True, slots=True)
class Use:
    """A command that somebody uses, and where; the argument is as it was written, often empty."""

    argument: str
    user: str
    channel: str


@dataclass(frozen=True, slots=True)
class ForOne:
    """A message beside the conversation, which only the person who uses the command may see."""

    message: Message


Reply = Said | Message | ForOne
"""What a command comes to: something to be said in the conversation, or a message beside it."""


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One command. With an argument that it does not take, its word begins a question."""

    name: str
    reply: Callable[[Use], Awaitable[Reply]]
    takes: Callable[[str], bool] = lambda argument: not argument
    is_slow: bool = False
    """Whether it calls Slack, which may take longer than the three seconds that Slack waits for a command."""


class Subcommands:
    """The table. A command that needs more than the knowledge is handed in by its own surface."""

    def __init__(self, live: LiveKnowledge, *others: Subcommand) -> None:
        """Answer from the knowledge in service."""
        self._live = live
        own = (
            Subcommand("compare", self._compare, takes=self._names_topic),
            Subcommand("decide", self._decide),
            Subcommand("list", self._list),
            Subcommand("status", self._status),
            Subcommand("help", self._help),
        )
        self._by_name = {command.name: command for command in (*others, *own)}

    async def reply(self, text: str, user: str, channel: str) -> Reply | None:
        """Return what a text comes to as a command; None if it is a question."""
        command, argument = self._read(text)
        if command is None:
            return None
        use = Use(argument, user, channel)
        return await command.reply(use)

    def is_slow(self, text: str) -> bool:
        """Tell whether a text is a command whose reply Slack may not wait for."""
        command, _ = self._read(text)
        return command is not None and command.is_slow

    def _read(self, text: str) -> tuple[Subcommand | None, str]:
        name, _, argument = text.strip(PUNCTUATION).partition(" ")
        argument = argument.strip()
        command = self._by_name.get(name.casefold())
        if command is None or not command.takes(argument):
            return None, ""
        return command, argument

    def _names_topic(self, argument: str) -> bool:
        return not argument or bool(self._live.advisor.topics_named(argument))

    async def _compare(self, use: Use) -> Reply:
        advisor = self._live.advisor
        topics = advisor.topics
        if use.argument:
            topics = advisor.topics_named(use.argument)
        if len(topics) == 1:
            return TopicChoice(Asked.DIFFERENCE, topics[0].id)
        # Said in the conversation, which may be about one of them already, and else asks back.
        return f"{wording.COMPARE} {use.argument}".strip()

    async def _decide(self, use: Use) -> Reply:
        return wording.DECIDE

    async def _list(self, use: Use) -> Reply:
        return _message(self._live.advisor.list())

    async def _status(self, use: Use) -> Reply:
        return _message(self._live.status())

    async def _help(self, use: Use) -> Reply:
        commands = []
        for name, (usage, purpose) in wording.SUBCOMMANDS.items():
            if name in self._by_name:
                commands.append(Item(purpose, label=usage))
        described = describe(self._live.advisor.help())
        return blocks.message([*described, BulletList(wording.COMMANDS, commands)])


def _message(answer: Answer) -> Message:
    return blocks.message(describe(answer))
