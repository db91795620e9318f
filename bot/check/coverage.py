"""What the phrases of each criterion cover: how many, how long, which words; and what to write next.

Measured on new comparisons of other fields: about twenty phrases a criterion that tell a whole situation in
20 to 30 words each find far more questions than as many fragments, and so do phrases that differ in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from bot.check.question_checks import Checked, Grade
from bot.knowledge.models import Comparison, Criterion, Question
from bot.reading import Matcher
from bot.reading.words import NUMBER, Word

ENOUGH_SITUATIONS = 20
"""Whole situations a criterion that are enough to begin with."""
MIN_SITUATION = 15
"""Words from which on a phrase counts as a whole situation, not as a fragment."""
SITUATION = "20 to 30 words"
"""How long situations should be."""
ENOUGH_WORDS = 400
"""Words of all phrases of a criterion from which on it does not matter that they are fragments."""
MAX_UNKNOWN = 5
"""Words that are shown of a criterion."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the phrases of a criterion hold, how its questions are answered, and what they say beyond that."""

    criterion: str
    phrases: int
    length: int
    """How many words half of the phrases have at most."""
    to_write: int
    """How many whole situations are still to be written; none if its phrases are many."""
    words: int
    """How many different content words stand in the phrases and the text; inflections count as one."""
    questions: int
    missed: int
    """How many questions for it are not answered rightly, known gaps among them."""
    unknown: tuple[str, ...]
    """Content words of its questions that stand in none of its phrases, the most telling ones first."""


def coverage(comparison: Comparison, name: str, asked: Iterable[Checked], matcher: Matcher) -> list[Coverage]:
    """Return what the phrases of every criterion of a comparison cover, in the file's order."""
    said = {criterion.id: _terms_of(criterion, matcher) for _, criterion in comparison.criteria()}
    answered = [one for one in asked if one.comparison == name]
    found = []
    for _, criterion in comparison.criteria():
        others = set().union(*(terms for other, terms in said.items() if other != criterion.id))
        mine = [one for one in answered if _is_for(criterion, one)]
        lengths = [len(list(matcher.reader.words(phrase))) for phrase in criterion.phrases]
        found.append(
            Coverage(
                criterion=criterion.id,
                phrases=len(criterion.phrases),
                length=median_low(lengths),
                to_write=_to_write(lengths),
                words=len(said[criterion.id]),
                questions=len(mine),
                missed=sum(one.verdict is not Grade.RIGHT for one in mine),
                unknown=_unknown(mine, said[criterion.id], others, matcher),
            )
        )
    return found


def advice(found: Sequence[Coverage]) -> Iterator[str]:
    """Yield what to write: what the column "to write" counts, and where to begin."""
    if any(one.to_write for one in found):
        yield f"To write are whole situations of {SITUATION}: fragments match little."
    if lacking := [one for one in found if one.missed or one.to_write]:
        yield _next(min(lacking, key=_rank))
    else:
        yield "Next: ask somebody who has not read the phrases for new questions; these get their criteria."


def _rank(one: Coverage) -> tuple[int, int, int]:
    """Return the sort key by which what lacks most comes first."""
    return -one.missed, -one.to_write, -len(one.unknown)


def _next(one: Coverage) -> str:
    missed = f"{one.missed} of {one.questions} questions not right yet"
    if not one.to_write:
        advised = "write situations like theirs, or reword the phrases that pull them away"
        return f"Next: look at what the questions of `{one.criterion}` get instead ({missed}); {advised}."
    facts = f"{one.phrases} phrases, {one.length} words each"
    if one.missed:
        facts += f"; {missed}"
    words = f", with words such as {', '.join(one.unknown[:MAX_UNKNOWN])}" if one.unknown else ""
    return f"Next: write whole situations for `{one.criterion}` ({facts}){words}."


def _to_write(lengths: Sequence[int]) -> int:
    """Return how many situations are missing beside phrases of these lengths."""
    if sum(lengths) >= ENOUGH_WORDS:
        return 0
    situations = sum(length >= MIN_SITUATION for length in lengths)
    return max(0, ENOUGH_SITUATIONS - situations)


def _is_for(criterion: Criterion, one: Checked) -> bool:
    """Tell whether a question must get this criterion, and nothing beside it."""
    question = one.question
    return isinstance(question, Question) and question.criterion == criterion.id and len(question.roles) == 1


def _terms_of(criterion: Criterion, matcher: Matcher) -> set[str]:
    """Return the content words that speak for a criterion: those of its phrases and of its text."""
    texts = (*criterion.phrases, criterion.text)
    return {word.stem for text in texts for word in _content(text, matcher)}


def _unknown(mine: Iterable[Checked], known: set[str], others: set[str], matcher: Matcher) -> tuple[str, ...]:
    """Return the content words of questions that are not known.

    First come those of questions that are not answered rightly, then those of most questions, then those
    that other criteria know: they pull a question away. Of all others, rare words tell most of the need.
    """
    forms: dict[str, str] = {}
    missed: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for one in mine:
        words = {word.stem: word.form for word in _content(one.question.text, matcher)}
        for term, form in words.items():
            if term not in known:
                forms.setdefault(term, form)
                counts[term] += 1
                missed[term] += one.verdict is not Grade.RIGHT

    def rank(term: str) -> tuple[int, int, bool, int]:
        return -missed[term], -counts[term], term not in others, matcher.label_weights.count(term)

    return tuple(forms[term] for term in sorted(forms, key=rank))


def _content(text: str, matcher: Matcher) -> Iterator[Word]:
    """Yield the words of a text that tell one need from another.

    Names of roles and numbers do not, nor do words that only say that something is there or missing.
    """
    for word in matcher.words(text):
        is_framing = word.stem in matcher.reader.lists.framing_stems
        if not (word.is_function_word or word.role or word.stem == NUMBER or is_framing):
            yield word
