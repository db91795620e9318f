"""Why a question got its answer: how a knowledge author finds out which phrase to write."""

from __future__ import annotations

from collections.abc import Iterator

from bot.advisor import Advisor, ranked
from bot.decision import decide, rank_outcomes
from bot.language import Clause, Stance
from bot.matching import Kind, Match, Outcome, Term
from bot.text import Line, Style

MAX_TERMS = 12
MARKS = {Stance.HAVE: "has", Stance.LACK: "lacks or wants", Stance.NEUTRAL: "states"}


def explanation(advisor: Advisor, question: str) -> Iterator[Line]:
    """Yield the clauses with their stance, the terms with their weights, every score, and the gate."""
    match = advisor.matcher.match(question)
    if not match.terms:
        yield Line(Style.TITLE, "Nothing to match: the question holds no words.")
        return
    decision = decide(advisor.matcher, match)
    yield Line(Style.HEADING, "Clauses")
    for clause in match.clauses:
        for stance, words in _runs(clause):
            yield Line(Style.ITEM, f"{MARKS[stance]}: {words}")
    yield Line(Style.HEADING, "Outcomes (log odds)")
    for outcome, score in rank_outcomes(match):
        yield Line(Style.ITEM, f"{score:8.1f}  {_name(outcome)}")
    for outcome in decision.outcomes:
        yield Line(Style.HEADING, f"Terms that count most for or against {_name(outcome)}")
        for weight, term in _weights(advisor, match, outcome):
            yield Line(Style.ITEM, f"{weight:+8.1f}  {_readable(term)}")
    yield Line(Style.HEADING, "Criteria (log odds)")
    for label, score in ranked(match.labels):
        if label.kind is Kind.CRITERION:
            yield Line(Style.ITEM, f"{score:8.1f}  {label.id} ({label.role})")
    yield Line(Style.HEADING, "Gate")
    yield Line(Style.ITEM, f"{decision.verdict}: {decision.gate}")


def _runs(clause: Clause) -> Iterator[tuple[Stance, str]]:
    """Yield the runs of words of one stance."""
    start = 0
    for index in range(1, len(clause) + 1):
        if index == len(clause) or clause[index].stance is not clause[start].stance:
            yield clause[start].stance, " ".join(word.form for word in clause[start:index])
            start = index


def _weights(advisor: Advisor, match: Match, outcome: Outcome) -> list[tuple[float, Term]]:
    weight = advisor.matcher.outcome_weights.weight
    weighed = [(weight(term.name, outcome), term) for term in match.terms]
    return sorted(weighed, key=lambda item: (-abs(item[0]), item[1].name))[:MAX_TERMS]


def _name(outcome: Outcome) -> str:
    return f"{outcome.name} {outcome.role}".strip()


def _readable(term: Term) -> str:
    name, _, stance = term.name.partition("|")
    words = name.replace("_", " ").replace("~", " … ").replace("^", "(begins)")
    return f"{words} ({MARKS[Stance(stance)]})" if stance else words
