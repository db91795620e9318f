"""Why a question got its answer: how a knowledge author finds out which phrase to write."""

from __future__ import annotations

from collections.abc import Iterator

from bot.advice.advisor import Advisor
from bot.advice.ranking import rank_outcomes, ranked
from bot.check.naming import described, outcome_name
from bot.check.sides import most_telling
from bot.reading import UNKNOWN_WEIGHT, Kind, Match, Matcher, Outcome, Statement
from bot.replies.description import Element, Headline
from bot.replies.parts import points

MAX_TERMS = 12


def explanation(advisor: Advisor, question: str) -> Iterator[Element]:
    """Yield the statements with their status, the words with their weights, every score, and the gate."""
    matcher = advisor.matcher
    match = matcher.match(question)
    if not match.features:
        yield Headline("Nothing to match: the question holds no words.")
        return

    decision = advisor.decide(match)
    yield points("Statements", map(statement_line, match.statements))
    yield points(
        "Outcomes (log odds of all terms and of the best label)",
        _outcomes(match),
    )
    for outcome in decision.outcomes:
        name = outcome_name(outcome)
        yield points(
            f"Words that count most for or against {name}",
            _weights(matcher, match, outcome),
        )
    yield points("Criteria (log odds)", _criteria(match))
    yield points("Gate", [decision.gate])


def statement_line(statement: Statement) -> str:
    """Return a statement with its status."""
    forms = [word.form for word in statement.words]
    words = " ".join(forms)
    return f"{statement.status}: {words}"


def _outcomes(match: Match) -> Iterator[str]:
    for outcome, score in rank_outcomes(match):
        name = outcome_name(outcome)
        yield f"{score:8.1f}  {name}"
    yield f"{match.unknown} unknown words speak for refusing, with {UNKNOWN_WEIGHT} each"


def _weights(matcher: Matcher, match: Match, outcome: Outcome) -> Iterator[str]:
    weights = matcher.outcome_weights
    weighed = []
    for feature in match.features:
        weight = weights.weight(feature.name, outcome)
        weighed.append((weight, feature))

    strongest = most_telling(weighed)
    for weight, feature in strongest[:MAX_TERMS]:
        words = described(match, feature)
        yield f"{weight:+8.1f}  {words}"


def _criteria(match: Match) -> Iterator[str]:
    labels = ranked(match.about.labels)
    for label, score in labels:
        if label.kind is Kind.CRITERION:
            name = f"{label.id} ({label.role})"
            yield f"{score:8.1f}  {name}"
