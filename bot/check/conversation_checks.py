"""Playing every conversation and reading every clause: which go as they must, and what the others get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.advice.advisor import Advisor
from bot.advice.answers import Answer, Recommendation, Why
from bot.check.grading import Checked, Grade
from bot.check.naming import accepted_at, given_by
from bot.check.question_checks import is_right
from bot.check.question_files import File
from bot.conversation import State, reply
from bot.knowledge.questions import Conversation, Turn
from bot.knowledge.yaml_documents import Location
from bot.replies.parts import shortened

CONVERSATIONS = "conversations"
CLAUSES = "clauses"
NO_WORDS = "no words"
"""How a clause is read that holds no words."""
UNWANTED_QUOTES = "unwanted quotes"


@dataclass(frozen=True, slots=True)
class WrongTurn:
    """A turn of a conversation that is answered wrongly: which (from 0), what it gets, and what to report."""

    number: int
    given: str
    message: str


def play_all(file: File, advisor: Advisor) -> Iterator[Checked]:
    """Play the conversations of a file."""
    for index, conversation in enumerate(file.asked.conversations):
        wrong = wrong_turns(advisor, conversation, file.comparison)
        location: Location
        problems = []
        for turn in wrong:
            location = (CONVERSATIONS, index, "turns", turn.number, "say")
            problem = file.document.problem(location, turn.message)
            problems.append(problem)

        if wrong:
            verdict = Grade.WRONG
            given = wrong[0].given
        else:
            verdict = Grade.RIGHT
            given = CONVERSATIONS
            name = shortened(conversation.name)
            message = f'"{name}" goes as it should; remove its `gap: true`'
            location = (CONVERSATIONS, index, "name")
            problem = file.document.problem(location, message)
            problems.append(problem)

        yield Checked(
            file=file,
            question=conversation,
            expected=CONVERSATIONS,
            given=given,
            verdict=verdict,
            problems=tuple(problems),
        )


def read_all(file: File, advisor: Advisor) -> Iterator[Checked]:
    """Read the clauses of a file."""
    for index, clause in enumerate(file.asked.clauses):
        status = status_of(advisor, clause.say)
        said = shortened(clause.say)
        quoted = f'"{said}"'
        if status == clause.status:
            verdict = Grade.RIGHT
            message = f"{quoted} is read as it should be; remove its `gap: true`"
        else:
            verdict = Grade.WRONG
            message = f"{quoted} must be read as {clause.status}, but is read as {status}"

        location = (CLAUSES, index, "say")
        problem = file.document.problem(location, message)
        yield Checked(
            file=file,
            question=clause,
            expected=CLAUSES,
            given=status,
            verdict=verdict,
            problems=(problem,),
        )


def wrong_turns(advisor: Advisor, conversation: Conversation, comparison: str) -> list[WrongTurn]:
    """Play a conversation about a comparison to its end, and return the turns that are answered wrongly."""
    wrong = []
    state = State()
    for number, turn in enumerate(conversation.turns):
        # It goes on after a wrong answer, as a person would.
        state, answer = reply(advisor, state, turn.say)
        given = given_by(answer, comparison)
        said = shortened(turn.say)
        quoted = f'"{said}"'

        if not _is_accepted(turn, answer, comparison):
            accepted = accepted_at(turn)
            message = f"{quoted} must get {accepted}, but gets {given}"
            wrong_turn = WrongTurn(number, given, message)
            wrong.append(wrong_turn)
            continue

        unwanted = unwanted_quotes(turn, answer)
        if not unwanted:
            continue
        in_quotes = [f'"{words}"' for words in unwanted]
        listed = ", ".join(in_quotes)
        message = f"{quoted} gets {given}, but must not quote {listed}"
        wrong_turn = WrongTurn(number, UNWANTED_QUOTES, message)
        wrong.append(wrong_turn)
    return wrong


def _is_accepted(turn: Turn, answer: Answer, comparison: str) -> bool:
    for accepted in turn.accept:
        is_accepted = is_right(
            answer,
            accepted.answer,
            accepted.roles,
            comparison,
        )
        if is_accepted:
            return True
    return False


def unwanted_quotes(turn: Turn, answer: Answer) -> list[str]:
    """Return the words that no reason may quote, and that one quotes all the same."""
    if not isinstance(answer, Recommendation | Why):
        return []
    quotes: list[str] = []
    for reason in answer.reasons:
        quotes += map(_plain, reason.words)

    unwanted = []
    for words in turn.not_quoted:
        plain = _plain(words)
        if any(plain in quote for quote in quotes):
            unwanted.append(words)
    return unwanted


def status_of(advisor: Advisor, text: str) -> str:
    """Return the status of a clause: missing if any part of it may be a need, else that of its first part."""
    match = advisor.matcher.match(text)
    statements = match.statements
    if not statements:
        return NO_WORDS
    if any(statement.is_need for statement in statements):
        return "missing"
    first = statements[0]
    return first.status.value


def _plain(text: str) -> str:
    words = text.casefold().split()
    return " ".join(words)
