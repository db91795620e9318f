"""The commands that answer: `ask`, `chat` and `list`."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.advice.advisor import Advisor
from bot.advice.answers import Answer, Definition, Origin, Reason, Recommendation, Reminder, Why, intent
from bot.check.explain import explanation
from bot.cli.settings import folders
from bot.cli.terminal import show
from bot.conversation import State, answer_to, reply
from bot.live import LiveKnowledge
from bot.replies import text, wording
from bot.replies.describe import describe

if TYPE_CHECKING:
    from prompt_toolkit.history import History

QUIT = {"quit", "exit"}


drafts = click.option("--drafts", is_flag=True, help="Answer from drafts too.")
comparison = click.option(
    "--comparison",
    metavar="NAME",
    help="Answer from this comparison only; NAME is its file's, without .yaml.",
)


class AskCommand(click.Command):
    """A command whose question may begin with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what begins with a dash and has several words for part of the question."""
        return super().parse_args(ctx, [f" {arg}" if _is_said(arg) else arg for arg in args])


def _is_said(argument: str) -> bool:
    return argument.startswith("-") and len(argument.split()) > 1


@click.command(cls=AskCommand)
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--jsonl", is_flag=True, help='Read {"id", "text"} lines from standard input; write a line each.'
)
@click.option("--explain", "explain", is_flag=True, help="Show what decided the answer.")
@drafts
@comparison
def ask(
    question: tuple[str, ...],
    as_json: bool,
    jsonl: bool,
    explain: bool,
    drafts: bool,
    comparison: str | None,
) -> None:
    """Answer one QUESTION; without one, or with `-`, that on standard input."""
    if jsonl and (question or as_json or explain):
        raise click.UsageError(
            "--jsonl takes its questions from standard input, and no QUESTION or output option"
        )
    asked = "" if jsonl else _asked(question)
    advisor = LiveKnowledge(folders(), drafts, comparison).advisor
    if jsonl:
        answer_lines(advisor)
        return
    answered = answer_to(advisor, asked)
    if as_json:
        click.echo(json.dumps(as_object(answered), ensure_ascii=False, indent=2))
        return
    show(describe(answered))
    if explain:
        click.echo()
        show(explanation(advisor, asked))


def _asked(question: tuple[str, ...]) -> str:
    """Return the question that was typed, or that comes through a pipe; raises UsageError for none."""
    is_piped = not question and not sys.stdin.isatty()
    asked = sys.stdin.read() if is_piped or question == ("-",) else " ".join(question)
    if not asked.strip():
        raise click.UsageError(wording.EMPTY_QUESTION)
    return asked


@click.command("list")
def list_topics() -> None:
    """List what the bot can compare."""
    library = LiveKnowledge(folders())
    show(describe(library.advisor.list()))
    if library.drafts:
        click.echo(f"Drafts, from which nothing is answered: {', '.join(library.drafts)}")


@click.command()
@drafts
@comparison
def chat(drafts: bool, comparison: str | None) -> None:
    """Talk with the bot here; ends on Ctrl-D or `quit`.

    When an edit of the knowledge changes the last answer, it is given again.
    """
    library = LiveKnowledge(folders(), drafts, comparison)
    talk = ChatSession(library)
    with library.followed(talk.again):
        for line in lines_said():
            talk.say(line)


COMMANDS = (ask, chat, list_topics)


class ChatSession:
    """A conversation in the terminal, remembered until it ends, whose last answer follows the knowledge."""

    def __init__(self, library: LiveKnowledge) -> None:
        """Begin."""
        self._library = library
        self._question = ""
        self._before = self._state = State()
        self._answer: Answer | None = None
        self._lock = threading.Lock()

    def say(self, question: str) -> None:
        """Answer a question."""
        with self._lock:
            self._question, self._before = question, self._state
            self._state, self._answer = reply(self._library.advisor, self._before, question)
            self._show(self._answer)

    def again(self) -> None:
        """Answer the last question again if the knowledge now has another answer."""
        with self._lock:
            if self._answer is None:
                return
            before = self._answer
            self._state, self._answer = reply(self._library.advisor, self._before, self._question)
            if self._answer != before:
                click.echo(wording.answered_again(self._question))
                self._show(self._answer)

    def _show(self, answer: Answer) -> None:
        show(describe(answer))
        click.echo()
        sys.stdout.flush()


def lines_said() -> Iterator[str]:
    """Yield what a person types, with history and editing, or every line of a pipe; `quit` ends it."""
    lines = _typed() if sys.stdin.isatty() else (line.rstrip("\n") for line in sys.stdin)
    for line in lines:
        if line.strip().lower() in QUIT:
            return
        yield line


def _typed() -> Iterator[str]:
    from prompt_toolkit import PromptSession  # it takes a while to import, and a pipe needs none of it
    from prompt_toolkit.patch_stdout import patch_stdout

    session: PromptSession[str] = PromptSession(history=_history())
    with patch_stdout(raw=True):  # what is printed meanwhile stands above the line that is being typed
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
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "history").touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(folder / "history"))


def answer_lines(advisor: Advisor) -> None:
    """Answer each line of standard input with a line, at once; exit code 1 if one cannot be read.

    Lines that name the same conversation are one; a line without a name is one of its own.
    """
    unread = 0
    states: dict[str, State] = {}
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            question = json.loads(line.removeprefix("\ufeff"))
            name = json.dumps(question.get("conversation"), sort_keys=True)
            text_, id_ = _text(question), question["id"]
            json.dumps(id_, allow_nan=False)  # NaN would be no JSON
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            unread += 1
            click.echo(f'line {number} is skipped: write it as {{"id": 1, "text": "a question"}}', err=True)
            continue
        state, answered = reply(advisor, states.get(name, State()), text_)
        if name != json.dumps(None):
            states[name] = state
        click.echo(json.dumps({"id": id_, **as_object(answered)}))
        sys.stdout.flush()
    if unread:
        raise click.exceptions.Exit(1)


def _text(question: dict[str, Any]) -> str:
    """Return what a line asks; raises TypeError if that is no text."""
    text_ = question["text"]
    if not isinstance(text_, str):
        raise TypeError
    return text_


def as_object(answered: Answer) -> dict[str, Any]:
    """Return the answer as the object that `--json` and `--jsonl` print."""
    advice = answered if isinstance(answered, Recommendation) else None
    said = answered.repeated if isinstance(answered, Reminder) else answered
    roles = said.roles if isinstance(said, Recommendation | Definition) else ()
    reasons = answered.reasons if isinstance(answered, Recommendation | Why) else ()
    topic = getattr(answered, "topic", None)
    return {
        "intent": intent(answered),
        "comparison": topic.id if topic else None,
        "roles": [role.id for role in roles],
        "maybe": [advice.maybe.role.id] if advice and advice.maybe else [],
        "confidence": answered.confidence if isinstance(answered, Recommendation | Why) else None,
        "criteria": [reason.criterion for reason in reasons] if advice else [],
        "reasons": [_reason(reason) for reason in reasons],
        "quotes": list(dict.fromkeys(words for reason in reasons for words in reason.words)),
        "understood": [asdict(part) for part in advice.understood] if advice else [],
        "source": _source(answered),
        "reply": text.plain(describe(answered)),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    """Return a reason: its criterion, whether it is missing or was replied to, and the words for it."""
    status = reason.reply or "missing"
    return {"criterion": reason.criterion, "status": status, "words": list(reason.words)}


def _source(answered: Answer) -> str | None:
    """Return the title of what an answer is drawn from."""
    if isinstance(answered, Origin):
        return "; ".join(source.title for _, source in answered.sources)
    source = getattr(answered, "source", None)
    return source.title if source else None
