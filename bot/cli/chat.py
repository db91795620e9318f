"""The command `chat`: a conversation in the terminal, whose last answer follows the knowledge."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.advice.answers import Answer
from bot.cache import Cache
from bot.cli.ask import comparison_option, drafts_option, long_option
from bot.cli.settings import folders
from bot.cli.terminal import progress_shown, show
from bot.compiled import Selection
from bot.conversation import State, reply
from bot.live import LiveKnowledge
from bot.replies import wording
from bot.replies.describe import describe

if TYPE_CHECKING:
    from prompt_toolkit.history import History

QUIT = {"quit", "exit"}


@click.command()
@long_option
@drafts_option
@comparison_option
@click.pass_obj
def chat(cache: Cache, in_full: bool, drafts: bool, comparison: str | None) -> None:
    """Talk with the bot here, until Ctrl-D or `quit`.

    When an edit of the knowledge changes the last answer, it is given again.
    """
    with progress_shown():
        live = LiveKnowledge(Selection(folders(), drafts, comparison), cache)
    session = ChatSession(live, in_full)
    with live.followed(session.answer_again):
        for line in lines_said():
            session.answer(line)


COMMANDS = (chat,)


class ChatSession:
    """A conversation that is remembered until it ends."""

    def __init__(self, live: LiveKnowledge, in_full: bool = False) -> None:
        """Begin; `in_full` answers are shown with all that belongs to them."""
        self._live = live
        self._in_full = in_full
        self._question = ""
        self._before = self._state = State()
        self._answer: Answer | None = None
        # Edits are noticed in a thread of their own.
        self._lock = threading.Lock()

    def answer(self, question: str) -> None:
        """Answer a question."""
        with self._lock:
            self._question = question
            self._before = self._state
            advisor = self._live.advisor
            self._state, answer = reply(advisor, self._before, question)
            self._answer = answer
            self._show(answer)

    def answer_again(self) -> None:
        """Answer the last question again if the knowledge now has another answer."""
        with self._lock:
            given = self._answer
            if given is None:
                return
            # From the state before it: the question is not asked a second time.
            advisor = self._live.advisor
            self._state, answer = reply(advisor, self._before, self._question)
            self._answer = answer
            if answer == given:
                return
            click.echo(wording.answered_again(self._question))
            self._show(answer)

    def _show(self, answer: Answer) -> None:
        show(describe(answer, self._in_full))
        # This flushes, too: whoever reads a pipe waits for each answer.
        click.echo()


def lines_said() -> Iterator[str]:
    """Yield what a person types, with history and editing, or every line of a pipe; `quit` ends it."""
    lines = _typed() if sys.stdin.isatty() else sys.stdin
    for line in lines:
        if line.strip().lower() in QUIT:
            return
        yield line.rstrip("\n")


def _typed() -> Iterator[str]:
    # It takes a while to import, and a pipe needs none of it.
    from prompt_toolkit import PromptSession
    from prompt_toolkit.patch_stdout import patch_stdout

    session: PromptSession[str] = PromptSession(history=_history())
    # What is printed meanwhile stands above the line that is being typed.
    with patch_stdout(raw=True):
        click.echo(wording.BYE_HINT)
        while True:
            try:
                line = session.prompt("> ")
            except (EOFError, KeyboardInterrupt):
                return
            if line.strip():
                yield line


def _history() -> History:
    """Return what was typed in earlier chats; where it cannot be kept, only this one's."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    folder = Path(click.get_app_dir("whichrole"))
    file = folder / "history"
    try:
        # What was typed is for this user only.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(file))
