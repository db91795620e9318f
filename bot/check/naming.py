"""What answers, outcomes and words are called in reports."""

from __future__ import annotations

from collections.abc import Iterable

from bot.advice.answers import Answer, Definition, OutOfScope, Recommendation, intent, topic_of
from bot.knowledge.questions import NO_TOPIC, Question, Turn
from bot.reading import RECOMMENDATION, Feature, Match, Outcome
from bot.reading.features import BEGIN
from bot.reading.stances import Stance

NO_ADVICE = "no advice"
OUT_OF_SCOPE = "out-of-scope"
STANCES = {Stance.HAVE: "as there", Stance.LACK: "as missing or wanted"}
"""How a word is said, if that is weighed by itself."""


def expected_of(question: Question) -> str:
    """Return what a question must get."""
    if question.not_ is not None:
        return _refused(question.topic)
    # Who needs both roles has a need of each: one criterion would name only half.
    is_one_role = len(question.roles) == 1
    criterion = None
    if is_one_role:
        criterion = question.criterion
    return _called(question.answer, question.roles, criterion)


def accepted_at(turn: Turn) -> str:
    """Return what a turn of a conversation may get."""
    names = []
    for accepted in turn.accept:
        name = _called(accepted.answer, accepted.roles)
        names.append(name)
    return " or ".join(names)


def given_by(
    answer: Answer, comparison: str, *, with_criterion: bool = False, with_topic: bool = False
) -> str:
    """Return what an answer says; of another comparison also its name.

    One role is called by the criterion that decided, a refusal by its near-by topic, if these matter.
    """
    if isinstance(answer, OutOfScope) and with_topic:
        return _refused(answer.subject or NO_TOPIC)

    roles = []
    criterion = None
    if isinstance(answer, Recommendation | Definition):
        roles = [role.id for role in answer.roles]
    is_one_role = len(roles) == 1
    if isinstance(answer, Recommendation) and is_one_role and with_criterion:
        decisive = answer.reasons[0]
        criterion = decisive.criterion

    kind = intent(answer)
    given = _called(kind, roles, criterion)

    topic = topic_of(answer)
    if topic is None or topic.id == comparison:
        return given
    return f"{given} in {topic.id}"


def _called(kind: str, roles: Iterable[str], criterion: str | None = None) -> str:
    if kind == OUT_OF_SCOPE:
        return NO_ADVICE
    named = " and ".join(sorted(roles))
    if kind == RECOMMENDATION:
        return criterion or named
    return f"{kind} of {named}" if named else kind


def _refused(topic: str | None) -> str:
    """Return what a refusal is called: by its near-by topic, if that matters."""
    if topic is None:
        return NO_ADVICE
    if topic == NO_TOPIC:
        return f"{NO_ADVICE}, no topic"
    return f"{NO_ADVICE} on {topic}"


def outcome_name(outcome: Outcome) -> str:
    """Return an outcome as a reader can tell it from others."""
    if outcome.role:
        return f"{outcome.name} {outcome.role}"
    return outcome.name


def written(match: Match, feature: Feature) -> str:
    """Return the words of a message that a feature stands for, as they were written."""
    start = feature.start
    # Of two words in a row only the place of the second one is noted.
    first, _, second = feature.name.partition("_")
    is_pair = second and first != BEGIN
    if is_pair:
        start = _start_before(match, feature)
    words = match.text[start : feature.end]
    return " ".join(words.split())


def _start_before(match: Match, feature: Feature) -> int:
    """Return where the word before a feature begins: of two words in a row, a feature notes the second."""
    for clause in match.clauses:
        before = feature.start
        for word in clause:
            if word.start == feature.start:
                return before
            before = word.start
    return feature.start  # of an abbreviation, which stands for both words


def described(match: Match, feature: Feature) -> str:
    """Return the words that a feature stands for, and in which place or sense they count."""
    words = written(match, feature)
    name, _, stance = feature.name.partition("|")
    # Two content words, whatever stands between them; a role may be written as one word.
    parts = words.split()
    if "~" in name and len(parts) > 1:
        first = parts[0]
        last = parts[-1]
        return f'"{first} … {last}"'

    quoted = f'"{words}"'
    if stance:
        sense = Stance(stance)
        return f"{quoted} {STANCES[sense]}"
    if name.startswith(f"{BEGIN}_"):
        return f"{quoted} at the beginning"
    return quoted
