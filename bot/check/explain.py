"""Why a question got its answer: how a knowledge author finds out which phrase to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.advice.advisor import Advisor, ranked
from bot.advice.decision import decide, rank_outcomes
from bot.reading import UNKNOWN_WEIGHT, Feature, Kind, Match, Outcome, Statement
from bot.reading.stances import Stance
from bot.replies.text import Line, Style

MAX_TERMS = 12
MARKS = {Stance.HAVE: "has", Stance.LACK: "lacks or wants", Stance.NEUTRAL: "states"}


def explanation(advisor: Advisor, question: str) -> Iterator[Line]:
    """Yield the statements with their status, the terms with their weights, every score, and the gate."""
    match = advisor.matcher.match(question)
    if not match.features:
        yield Line(Style.TITLE, "Nothing to match: the question holds no words.")
        return
    decision = decide(advisor.matcher, match)
    yield from _section("Statements", map(_statement, match.statements))
    outcomes = [f"{score:8.1f}  {outcome_name(outcome)}" for outcome, score in rank_outcomes(match)]
    unknown = f"{match.unknown} unknown words speak for refusing, with {UNKNOWN_WEIGHT} each"
    yield from _section("Outcomes (log odds of all terms and of the best label)", [*outcomes, unknown])
    for outcome in decision.outcomes:
        terms = (
            f"{weight:+8.1f}  {readable(feature)}" for weight, feature in _weights(advisor, match, outcome)
        )
        yield from _section(f"Terms that count most for or against {outcome_name(outcome)}", terms)
    weighed = ((score, label) for label, score in ranked(match.about.labels) if label.kind is Kind.CRITERION)
    criteria = (f"{score:8.1f}  {label.id} ({label.role})" for score, label in weighed)
    yield from _section("Criteria (log odds)", criteria)
    yield from _section("Gate", [f"{decision.verdict}: {decision.gate}"])


def _section(heading: str, items: Iterable[str]) -> Iterator[Line]:
    yield Line(Style.HEADING, heading)
    yield from (Line(Style.ITEM, item) for item in items)


def _statement(statement: Statement) -> str:
    """Return a statement with its status."""
    words = " ".join(word.form for word in statement.words)
    return f"{statement.status}: {words}"


def _weights(advisor: Advisor, match: Match, outcome: Outcome) -> list[tuple[float, Feature]]:
    weight = advisor.matcher.outcome_weights.weight
    weighed = [(weight(feature.name, outcome), feature) for feature in match.features]
    return sorted(weighed, key=lambda item: (-abs(item[0]), item[1].name))[:MAX_TERMS]


def outcome_name(outcome: Outcome) -> str:
    """Return an outcome as a reader can tell it from others."""
    return f"{outcome.name} {outcome.role}".strip()


def readable(feature: Feature) -> str:
    """Return the words that a feature stands for."""
    name, _, stance = feature.name.partition("|")
    words = name.replace("_", " ").replace("~", " … ").replace("^", "(begins)")
    return f"{words} ({MARKS[Stance(stance)]})" if stance else words
