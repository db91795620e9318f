"""Why a question got its answer: how a knowledge author finds out which phrase to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.advice.advisor import Advisor, ranked
from bot.advice.decision import decide, rank_outcomes
from bot.check.naming import described, outcome_name
from bot.reading import UNKNOWN_WEIGHT, Feature, Kind, Match, Matcher, Outcome, Statement
from bot.replies.text import Line, Style

MAX_TERMS = 12


def explanation(advisor: Advisor, question: str) -> Iterator[Line]:
    """Yield the statements with their status, the words with their weights, every score, and the gate."""
    matcher = advisor.matcher
    match = matcher.match(question)
    if not match.features:
        yield Line(Style.TITLE, "Nothing to match: the question holds no words.")
        return
    decision = decide(matcher, match)
    yield from _section("Statements", map(_statement, match.statements))
    yield from _section(
        "Outcomes (log odds of all terms and of the best label)",
        _outcomes(match),
    )
    for outcome in decision.outcomes:
        yield from _section(
            f"Words that count most for or against {outcome_name(outcome)}",
            _weights(matcher, match, outcome),
        )
    yield from _section("Criteria (log odds)", _criteria(match))
    yield from _section("Gate", [decision.gate])


def _section(heading: str, items: Iterable[str]) -> Iterator[Line]:
    yield Line(Style.HEADING, heading)
    for item in items:
        yield Line(Style.ITEM, item)


def _statement(statement: Statement) -> str:
    """Return a statement with its status."""
    forms = [word.form for word in statement.words]
    words = " ".join(forms)
    return f"{statement.status}: {words}"


def _outcomes(match: Match) -> Iterator[str]:
    for outcome, score in rank_outcomes(match):
        yield f"{score:8.1f}  {outcome_name(outcome)}"
    yield f"{match.unknown} unknown words speak for refusing, with {UNKNOWN_WEIGHT} each"


def _weights(matcher: Matcher, match: Match, outcome: Outcome) -> Iterator[str]:
    weights = matcher.outcome_weights
    weighed: list[tuple[float, Feature]] = []
    for feature in match.features:
        weight = weights.weight(feature.name, outcome)
        weighed.append((weight, feature))

    weighed.sort(key=lambda item: (-abs(item[0]), item[1].name))
    for weight, feature in weighed[:MAX_TERMS]:
        yield f"{weight:+8.1f}  {described(match, feature)}"


def _criteria(match: Match) -> Iterator[str]:
    labels = ranked(match.about.labels)
    for label, score in labels:
        if label.kind is not Kind.CRITERION:
            continue
        yield f"{score:8.1f}  {label.id} ({label.role})"
