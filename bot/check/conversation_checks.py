"""Playing every conversation and reading every clause: which go as they must, and what the others get."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.advice.advisor import Advisor
from bot.advice.answers import Answer, Definition, Recommendation, Why, intent
from bot.check.question_checks import NO_ADVICE, Checked, Grade, advised, shortened
from bot.check.question_files import File
from bot.conversation import State, reply
from bot.errors import Problem
from bot.knowledge.questions import Accepted, Clause, Conversation, Turn

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
        wrong = wrong_turns(advisor, conversation)
        if wrong:
            problems = tuple(_problem(file, index, turn) for turn in wrong)
            yield Checked(file, conversation, CONVERSATIONS, wrong[0].given, Grade.WRONG, problems)
        else:
            message = f'"{shortened(conversation.name)}" goes as it should; remove its `gap: true`'
            problem = file.document.problem((CONVERSATIONS, index, "name"), message)
            yield Checked(file, conversation, CONVERSATIONS, CONVERSATIONS, Grade.RIGHT, (problem,))


def _problem(file: File, index: int, turn: WrongTurn) -> Problem:
    place = (CONVERSATIONS, index, "turns", turn.number, "say")
    return file.document.problem(place, advised(turn.message, file))


def read_all(file: File, advisor: Advisor) -> Iterator[Checked]:
    """Read the clauses of a file."""
    for index, clause in enumerate(file.asked.clauses):
        status = status_of(advisor, clause.say)
        verdict = Grade.RIGHT if is_read(advisor, clause) else Grade.WRONG
        message = f'"{shortened(clause.say)}" is read as it should be; remove its `gap: true`'
        if verdict is Grade.WRONG:
            wrong = f'"{shortened(clause.say)}" must be read as {clause.status}, but is read as {status}'
            message = advised(wrong, file)
        problem = file.document.problem((CLAUSES, index, "say"), message)
        yield Checked(file, clause, CLAUSES, status, verdict, (problem,))


def wrong_turns(advisor: Advisor, conversation: Conversation) -> list[WrongTurn]:
    """Play a conversation to its end, and return the turns that are answered wrongly."""
    wrong: list[WrongTurn] = []
    state = State()
    for number, turn in enumerate(conversation.turns):
        state, answer = reply(advisor, state, turn.say)
        if not any(fits(accepted, answer) for accepted in turn.accept):
            given = _given(answer)
            message = f'"{shortened(turn.say)}" must get {_expected(turn)}, but gets {given}'
            wrong.append(WrongTurn(number, given, message))
        elif quoted := unwanted_quotes(turn, answer):
            listed = ", ".join(f'"{words}"' for words in quoted)
            message = f'"{shortened(turn.say)}" gets {_given(answer)}, but must not quote {listed}'
            wrong.append(WrongTurn(number, UNWANTED_QUOTES, message))
    return wrong


def fits(accepted: Accepted, answer: Answer) -> bool:
    """Tell whether kind and roles of an answer are those that are accepted."""
    if intent(answer) != accepted.answer:
        return False
    if isinstance(answer, Recommendation):
        return {role.id for role in answer.roles} == set(accepted.roles)
    if isinstance(answer, Definition):
        return {role.id for role in answer.roles} >= set(accepted.roles)
    return True


def unwanted_quotes(turn: Turn, answer: Answer) -> list[str]:
    """Return the words that no reason may quote, and that one quotes all the same."""
    reasons = answer.reasons if isinstance(answer, Recommendation | Why) else ()
    quotes = [_plain(words) for reason in reasons for words in reason.words]
    return [words for words in turn.not_quoted if any(_plain(words) in quote for quote in quotes)]


def is_read(advisor: Advisor, clause: Clause) -> bool:
    """Tell whether a clause is read as it must be."""
    return status_of(advisor, clause.say) == clause.status


def status_of(advisor: Advisor, text: str) -> str:
    """Return the status of a clause: missing if any part of it may be a need, else that of its first part."""
    statements = advisor.matcher.match(text).statements
    if any(statement.is_need for statement in statements):
        return "missing"
    return statements[0].status.value if statements else NO_WORDS


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _expected(turn: Turn) -> str:
    return " or ".join(_named(accepted.answer, accepted.roles) for accepted in turn.accept)


def _given(answer: Answer) -> str:
    if isinstance(answer, Recommendation | Definition):
        return _named(intent(answer), [role.id for role in answer.roles])
    return _named(intent(answer), ())


def _named(name: str, roles: Sequence[str]) -> str:
    """Return what an answer is called in reports."""
    if name == "out-of-scope":
        return NO_ADVICE
    return f"{name} of {' and '.join(sorted(roles))}" if roles else name
