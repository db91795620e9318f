"""What the phrases of each criterion cover: how many, how long, which words; and what to write next.

Measured on new comparisons of other fields: about twenty phrases a criterion that tell a whole situation in
20 to 30 words each find far more questions than as many fragments, and so do phrases that differ in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from bot.check.grading import Checked, Grade
from bot.check.phrase_index import PhraseIndex
from bot.check.places import Holder
from bot.knowledge.questions import Question
from bot.reading import Kind, Matcher
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
MIN_LETTERS = 3
"""Shorter words are mostly abbreviations and remains of others, and help nobody to write."""


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
    right: int
    """How many questions for it are answered rightly, those that repeat a phrase not among them."""
    missed: int
    """How many get something else, known gaps among them."""
    taken: int
    """How many of these are taken by phrases of others, which cannot be reworded."""
    pulled: int
    """How many of these are pulled away by phrases of one's own."""
    unknown: tuple[str, ...]
    """Content words of its questions that stand in none of its phrases, the most telling ones first."""


def coverage(
    held: Iterable[Holder], name: str, asked: Iterable[Checked], matcher: Matcher, index: PhraseIndex
) -> list[Coverage]:
    """Return what the phrases of every criterion of a comparison cover, in the file's order.

    `held` is everything of the comparison that phrases speak for, `asked` all questions that were asked.
    """
    criteria = [holder for holder in held if holder.label.kind is Kind.CRITERION]

    # All of them first: what one criterion lacks, another may know.
    known = {}
    for holder in criteria:
        known[holder.label.id] = _content_of(holder, matcher)

    # A draft is asked beside all others.
    answered = [one for one in asked if one.comparison == name]
    found = []
    for holder in criteria:
        criterion = holder.label.id
        mine = [one for one in answered if _is_for(criterion, one)]
        missed = [one for one in mine if one.is_missed]

        taken = 0
        pulled = 0
        for one in missed:
            pull = one.pull
            if pull is None or pull.label is None:
                continue
            if pull.is_own:
                pulled += 1
            else:
                taken += 1

        lengths = []
        for phrase in holder.phrases:
            words = list(matcher.reader.words(phrase))
            lengths.append(len(words))

        right = [one for one in mine if one.verdict is Grade.RIGHT]
        hints = _Hints(name, known, criterion, index)
        found.append(
            Coverage(
                criterion=criterion,
                phrases=len(holder.phrases),
                length=median_low(lengths),
                to_write=_to_write(lengths),
                words=len(known[criterion]),
                questions=len(mine),
                right=len(right),
                missed=len(missed),
                taken=taken,
                pulled=pulled,
                unknown=hints.of(mine, matcher),
            )
        )
    return found


def advice(found: Sequence[Coverage]) -> Iterator[str]:
    """Yield what to write: what the column "to write" counts, and where to begin."""
    if any(one.to_write for one in found):
        yield f"To write are whole situations of {SITUATION}: fragments match little."
    lacking = [one for one in found if one.missed or one.to_write]
    if lacking:
        worst = min(lacking, key=_rank)
        yield _next(worst)
    elif any(one.right < one.questions for one in found):
        yield "Next: ask the questions that repeat a phrase in other words."
    else:
        yield "Next: ask somebody who has not read the phrases for new questions; these get their criteria."


def _rank(one: Coverage) -> tuple[int, int, int]:
    """Return the sort key by which what lacks most comes first."""
    words = len(one.unknown)
    return -one.missed, -one.to_write, -words


def _next(one: Coverage) -> str:
    missed = f"{one.missed} of {one.questions} questions not right yet"
    words = ""
    if one.unknown:
        listed = ", ".join(one.unknown[:MAX_UNKNOWN])
        words = f", with words such as {listed}"

    if one.to_write:
        facts = f"{one.phrases} phrases, {one.length} words each"
        if one.missed:
            facts += f"; {missed}"
        return f"Next: write whole situations for `{one.criterion}` ({facts}){words}."

    # Nobody can reword what is shipped: other advice could not be followed.
    if one.taken and not one.pulled:
        return (
            f"Next: only shipped phrases pull the questions of `{one.criterion}` away ({missed});"
            f" write situations with content words of your own{words},"
            " and mark what truly fits both `gap: true`."
        )

    advised = f"write situations like theirs{words}"
    if one.pulled:
        advised += ", or reword the phrases of yours that pull them away (`--all` quotes those of gaps too)"
    return f"Next: look at what the questions of `{one.criterion}` get instead ({missed}); {advised}."


def _to_write(lengths: Sequence[int]) -> int:
    """Return how many situations are missing beside phrases of these lengths."""
    # Many fragments hold as many words, and were measured to do as well.
    if sum(lengths) >= ENOUGH_WORDS:
        return 0
    situations = [length for length in lengths if length >= MIN_SITUATION]
    missing = ENOUGH_SITUATIONS - len(situations)
    return max(0, missing)


def _is_for(criterion: str, one: Checked) -> bool:
    """Tell whether a question must get this criterion, and nothing beside it."""
    question = one.question
    if not isinstance(question, Question):
        return False
    is_one_role = len(question.roles) == 1
    return is_one_role and question.criterion == criterion


class _Hints:
    """Words to write situations with: content words of questions that stand in none of the phrases."""

    def __init__(
        self, comparison: str, known: dict[str, set[str]], criterion: str, index: PhraseIndex
    ) -> None:
        self._comparison = comparison
        self._known = known[criterion]
        self._of_others: set[str] = set()
        for other, terms in known.items():
            if other == criterion:
                continue
            self._of_others |= terms
        self._index = index

    def of(self, mine: Iterable[Checked], matcher: Matcher) -> tuple[str, ...]:
        """Return the words, the most telling ones first.

        Telling are words that several questions share, or that no other comparison knows: writing one that
        others know well and a single question holds helps nothing. Of these, first come words of questions
        that are not answered rightly, then those of most questions, then those that other criteria know:
        they pull a question away.
        """
        forms: dict[str, str] = {}
        missed: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        for one in mine:
            text = one.question.text
            # A word that one question says twice is not shared by two.
            words = {}
            for word in _content(text, matcher):
                words[word.stem] = word.form

            for term, form in words.items():
                if term in self._known:
                    continue
                if len(form) < MIN_LETTERS:
                    continue
                forms.setdefault(term, form)
                asked[term] += 1
                if one.is_missed:
                    missed[term] += 1

        def rank(term: str) -> tuple[bool, int, int, bool, int]:
            is_shared = asked[term] > 1
            # What other comparisons know would be theirs; what is common says little of any.
            is_own = not self._index.is_known_beside(term, self._comparison)
            is_telling = (is_shared or is_own) and not matcher.is_common(term)
            return (
                not is_telling,
                -missed[term],
                -asked[term],
                term not in self._of_others,
                matcher.label_weights.count(term),
            )

        ranked = sorted(forms, key=rank)
        return tuple(forms[term] for term in ranked)


def _content_of(holder: Holder, matcher: Matcher) -> set[str]:
    """Return the content words that speak for a criterion: those of its phrases and of its text."""
    terms: set[str] = set()
    texts = (*holder.phrases, holder.text)
    for text in texts:
        for word in _content(text, matcher):
            terms.add(word.stem)
    return terms


def _content(text: str, matcher: Matcher) -> Iterator[Word]:
    """Yield the words of a text that tell one need from another.

    Names of roles and numbers do not, nor do words that only say that something is there or missing.
    """
    for word in matcher.words(text):
        if word.is_function_word or word.role:
            continue
        if word.stem == NUMBER:
            continue
        if word.stem in matcher.reader.lists.framing_stems:
            continue
        yield word
