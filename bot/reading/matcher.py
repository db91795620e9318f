"""A text against all served knowledge: its words corrected, its roles named, and what all that weighs."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge.collection import Knowledge
from bot.reading.acts import GUESS_MARGIN, SURE_GUESS, Act, Acts
from bot.reading.labels import EVERYDAY, RECOMMENDATION, REFUSAL, Kind, Label, Outcome, phrases, sharing
from bot.reading.plain import is_of_another_script, plain
from bot.reading.statements import Statement, StatementReader
from bot.reading.weights import Weights
from bot.reading.words import READ_LIMIT, ROLE, Clause, Reader, Stance, Word

UNKNOWN_WEIGHT = 1.5
"""How much each word that stands in no phrase speaks for refusing; it can never speak for an answer."""
MAX_CORRECTIONS = 40
"""Unknown words of one text that are looked up as misspellings, so that the cost stays bounded."""
TYPO_MIN_LENGTH = 5
TYPO_TWO_ERRORS_LENGTH = 9
MAX_NAME = 2
"""Words before an occupation that belong to the name of a job, such as two in "machine learning engineer"."""
FULL_COVERAGE = 4000
"""From how many phrases on a comparison's lack of a word counts in full."""
BEGIN = "^"
TURNED_WEIGHT = 0.5
"""What the words of something that is there, denied or supposed count for the other role."""
MAX_REMEMBERED = 500
"""Texts whose evidence is remembered."""
_MARKS = frozenset("_|~")
COMMON = 40
"""Phrases from which on a word is common."""
MIN_FOREIGN = 2
"""Frequent words of other languages that tell that a message is not written in this one."""
NO_ACT = frozenset({Kind.CRITERION, Kind.NOT_COVERED, Kind.EVERYDAY})
"""What phrases speak for that do none of the acts of a conversation."""
SEVERAL_ROLES = "<roles>"


Weighed = TypeVar("Weighed", Label, Outcome)


class Term(NamedTuple):
    """A feature of a text: a word, a word with its stance, or two words in a row, and where it stands.

    It is plain if it holds content words only, and says nothing of what is there or missing.
    """

    name: str
    start: int
    end: int
    is_content: bool = False
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly words speak for each label, and for each outcome, in log odds (nats).

    `size` is how many terms that adds up.
    """

    labels: dict[Label, float]
    outcomes: dict[Outcome, float]
    size: int


@dataclass(frozen=True, slots=True)
class Match:
    """Everything that was found in a text.

    `about` is what the text is about. `needs` is what it says is missing: the words of what is there,
    denied or only supposed are turned, and speak for the other role of their comparison.
    """

    text: str
    clauses: tuple[Clause, ...]
    statements: tuple[Statement, ...]
    terms: tuple[Term, ...]
    about: Evidence
    needs: Evidence
    unknown: int
    """How many words stand in no phrase."""
    roles: tuple[str, ...]
    """Ids of the roles that are named, in order."""
    strangers: tuple[str, ...]
    """Names of roles that the knowledge does not hold, as the text writes them."""


class Matcher:
    """Weighs texts against all served knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Build the term index from every phrase."""
        self.reader = Reader(knowledge.language)
        self._statements = StatementReader(knowledge.language)
        self.phrases = tuple(phrases(knowledge))
        self._sharing = sharing(knowledge)
        self._aliases = self._role_aliases(knowledge)
        read = [(label, self.reader.clauses(phrase)) for label, phrase in self.phrases]
        termed = [(label, self._terms(self._named(clauses))) for label, clauses in read]
        light = {term.name for _, terms in termed for term in terms if not term.is_content}
        texts = [(label, [term.name for term in terms]) for label, terms in termed]
        known = _known_share(self.phrases)
        self.label_weights = Weights[Label](texts, light, known)
        by_outcome = [(label.outcome, names) for label, names in texts]
        self.outcome_weights = Weights[Outcome](by_outcome, light, known)
        self._vocabulary = frozenset(name for _, names in texts for name in names if _is_word(name))
        spelled = {word.form: word.term for _, clauses in read for clause in clauses for word in clause}
        spelled |= {
            word.form: word.term for name in _role_names(knowledge) for word in self.reader.words(name)
        }
        phrases_of_acts = {
            act: [(phrase, self._named(self.reader.clauses(phrase))) for phrase in written]
            for act, written in knowledge.language.follow_ups.items()
        }
        others = [clauses for label, clauses in read if label.kind in NO_ACT]
        self._acts = Acts(knowledge.language, phrases_of_acts, map(self._named, others))
        self._match = lru_cache(maxsize=MAX_REMEMBERED)(self._match_anew)
        self._spellings: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
        for form, term in sorted(spelled.items()):
            self._spellings[form[0], len(form)][form] = term

    def match(self, text: str) -> Match:
        """Return the evidence in a text; the same text gives the same evidence everywhere.

        What was matched lately is remembered, so that a long conversation is not weighed anew at each turn.
        """
        return self._match(text)

    def _match_anew(self, text: str) -> Match:
        text = plain(text)[:READ_LIMIT]
        clauses = self._matched_clauses(text)
        words = [word for clause in clauses for word in clause]
        statements = self._statements.read(text, words)
        terms = self._terms(clauses, statements)
        whole = self.evidence(terms)
        strangers = [name for clause in clauses for name in self._strangers(text, clause)]
        return Match(
            text=text,
            clauses=clauses,
            statements=statements,
            terms=terms,
            about=whole,
            needs=self._needs(terms, statements, whole),
            unknown=self.unknown(term.name for term in terms),
            roles=tuple(dict.fromkeys(word.role for word in words if word.role)),
            strangers=tuple(dict.fromkeys(strangers)),
        )

    def words(self, text: str) -> tuple[Word, ...]:
        """Return the words of a text as they are matched: misspellings corrected, roles under one name."""
        clauses = self._matched_clauses(plain(text)[:READ_LIMIT])
        return tuple(word for clause in clauses for word in clause)

    def _matched_clauses(self, text: str) -> tuple[Clause, ...]:
        return self._named(self._corrected(self.reader.clauses(text)))

    def evidence(self, terms: Iterable[Term]) -> Evidence:
        """Return what terms speak for each label and outcome; unknown words speak for refusing."""
        names = [term.name for term in terms]
        labels = _fair_scores(self.label_weights, names)
        outcomes = _fair_scores(self.outcome_weights, names)
        unknown = self.unknown(names)
        labels[EVERYDAY] += UNKNOWN_WEIGHT * unknown
        outcomes[REFUSAL] += UNKNOWN_WEIGHT * unknown
        return Evidence(labels, outcomes, len(names))

    def evidence_of(self, words: Sequence[Word]) -> Evidence:
        """Return the evidence in part of a message by itself."""
        return self.evidence(self._terms([tuple(words)]))

    def holders(self, topic: Label) -> frozenset[str]:
        """Return the comparisons that a near-by topic belongs to; a general one belongs to none."""
        if topic.comparison:
            return frozenset({topic.comparison})
        return self._sharing.get(topic.field, frozenset())

    def unknown(self, names: Iterable[str]) -> int:
        """Return how many of these terms are words that stand in no phrase."""
        return sum(_is_word(name) and name not in self._vocabulary for name in names)

    def _needs(self, terms: Sequence[Term], statements: Sequence[Statement], whole: Evidence) -> Evidence:
        """Return the evidence for what is missing: see Match."""
        if all(statement.is_need for statement in statements):
            return whole
        settled = settled_terms(terms, statements)
        missing = self.evidence(term for term in terms if term not in settled)
        other = self.evidence(term for term in terms if term in settled and term.is_plain)
        turned = Evidence(_turned(other.labels), _turned(other.outcomes), other.size)
        return Evidence(
            labels={label: score + turned.labels[label] for label, score in missing.labels.items()},
            outcomes={o: score + turned.outcomes[o] for o, score in missing.outcomes.items()},
            size=whole.size,
        )

    def is_foreign(self, match: Match) -> bool:
        """Tell whether a message is written in another language, whatever words it shares with this one."""
        words = [word for clause in match.clauses for word in clause]
        if is_of_another_script(match.text):
            return True
        foreign = {word.form for word in words} & self.reader.foreign_words
        own = {word.form for word in words if word.is_function_word}
        return len(foreign) >= MIN_FOREIGN and len(foreign) > len(own)

    def act(self, match: Match) -> Act | None:
        """Return what a message does that describes no need, if that is all it does."""
        return self._acts.find(match.text, match.statements)

    def likely_act(self, match: Match, least: float = GUESS_MARGIN) -> Act | None:
        """Return what the words of a short message most likely do, or None if that is not clear.

        Clear is a lead (scaled log odds) of at least `least`.
        """
        return self._acts.guess(match.clauses, least)

    def begins_with(self, act: Act, match: Match) -> bool:
        """Tell whether the first statement of a longer message does this, and nothing else."""
        return len(match.statements) > 1 and self._acts.does(act, match.statements[0])

    def asks(self, match: Match) -> bool:
        """Tell whether a message, or its last sentence, is a question."""
        if match.text.rstrip().endswith("?"):
            return True
        last = [part for part in match.statements if part.sentence == match.statements[-1].sentence]
        spoken = [word.form for part in last for word in part.words if word.form not in self.reader.fillers]
        return bool(spoken) and spoken[0] in self.reader.question_words

    def asks_who(self, statement: Statement) -> bool:
        """Tell whether a statement only asks which role it takes."""
        return self._acts.holds(Act.WHO, [statement.words])

    def asks_for_another_job(self, statement: Statement) -> bool:
        """Tell whether a statement asks for somebody of an occupation, and says nothing else of them."""
        return self._acts.holds(Act.OTHER_JOB, [statement.words])

    def focuses(self, statement: Statement) -> bool:
        """Tell whether a statement says that just this is what is missing."""
        return self._acts.holds(Act.FOCUS, [statement.words])

    def does(self, act: Act, match: Match) -> bool:
        """Tell whether part of a message does this."""
        return self._acts.holds(act, match.clauses)

    def part_does(self, act: Act, match: Match) -> bool:
        """Tell whether a sentence of a message, by its words, most likely does this."""
        sentences: dict[int, list[Word]] = defaultdict(list)
        for statement in match.statements:
            sentences[statement.sentence] += statement.words
        guesses = (self._acts.guess([tuple(words)], SURE_GUESS) for words in sentences.values())
        return act in guesses and not self.asks(match)

    @staticmethod
    def is_word(term: str) -> bool:
        """Tell whether a term is one word, without its stance."""
        return _is_word(term)

    def is_common(self, term: str) -> bool:
        """Tell whether a word stands in so many phrases that sharing it says little."""
        return self.label_weights.count(term) >= COMMON

    def adds(self, match: Match) -> bool:
        """Tell whether a message says in so many words that its need comes on top of what was said before."""
        return _holds([word for clause in match.clauses for word in clause], self.reader.additions)

    def continues(self, match: Match) -> bool:
        """Tell whether a message begins with a word that joins it to what was said before."""
        words = [word for clause in match.clauses for word in clause]
        return any(word.term in self.reader.coordinators for word in words[:1])

    def corrects(self, match: Match) -> bool:
        """Tell whether a message says that it corrects what was said before."""
        words = [word for clause in match.clauses for word in clause]
        is_said = _holds(words, self.reader.corrections) or self.does(Act.CORRECT, match)
        return is_said or self.part_does(Act.CORRECT, match)

    def opposition(self, match: Match, one: Outcome, other: Outcome) -> float:
        """Return how strongly one part of the needs speaks for `one` and the rest for `other`, in log odds.

        The text is cut at the place that separates the two best; zero when it speaks for one throughout.
        """
        weight = self.outcome_weights.weight
        settled = settled_terms(match.terms, match.statements)
        leanings: dict[int, float] = defaultdict(float)
        for term in match.terms:
            if term not in settled:
                leanings[term.start] += weight(term.name, one) - weight(term.name, other)
        whole = math.fsum(leanings.values())
        strongest = before = 0.0
        for place in sorted(leanings):
            before += leanings[place]
            after = whole - before
            strongest = max(strongest, min(before, -after), min(-before, after))
        return strongest

    def _role_aliases(self, knowledge: Knowledge) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        aliases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for comparison in knowledge.served().values():
            for role_id, role in comparison.roles.items():
                for name in {role.name, *role.aliases}:
                    terms = self.reader.terms(name)
                    aliases[terms[0]].append((terms, role_id))
        for found in aliases.values():
            found.sort(key=lambda alias: (-len(alias[0]), alias))
        return aliases

    def _named(self, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        """Replace the names of roles by ROLE, so that phrases on one role serve for every other."""
        return tuple(tuple(self._name_roles(clause)) for clause in clauses)

    def _name_roles(self, clause: Clause) -> Iterator[Word]:
        terms = tuple(word.term for word in clause)
        index = 0
        while index < len(clause):
            word, step = clause[index], 1
            for alias, role_id in self._aliases.get(word.term, ()):
                if terms[index : index + len(alias)] == alias:
                    step = len(alias)
                    word = word._replace(term=ROLE, end=clause[index + step - 1].end, role=role_id)
                    break
            yield word
            index += step

    def _strangers(self, text: str, clause: Clause) -> Iterator[str]:
        """Yield the names of jobs that no alias knows: an occupation and the content words before it."""
        for index, word in enumerate(clause):
            if not self.reader.is_occupation(word) or word.role:
                continue
            first = index
            while first > max(0, index - MAX_NAME) and self._is_part_of_name(clause[first - 1]):
                first -= 1
            if first and clause[first - 1].form in self.reader.possessives:
                continue  # "our manager" is a person, not a role that is asked for
            yield " ".join(text[clause[first].start : word.end].split())

    def _is_part_of_name(self, word: Word) -> bool:
        return not (word.is_function_word or word.role or word.term in self.reader.framing)

    def _terms(self, clauses: Sequence[Clause], statements: Sequence[Statement] = ()) -> tuple[Term, ...]:
        """Return the distinct features of a text, each with its first place.

        What is said both of a need and of what is settled counts as said of the need.
        """
        said = [term for clause in clauses for term in _clause_terms(clause)]
        settled = settled_terms(said, statements)
        found: dict[str, Term] = {}
        for term in sorted(said, key=lambda term: term in settled):
            found.setdefault(term.name, term)
        named = [word for clause in clauses for word in clause if word.term == ROLE]
        if len(named) > 1:
            found[SEVERAL_ROLES] = Term(SEVERAL_ROLES, named[0].start, named[0].end)
        return tuple(found.values())

    def _corrected(self, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        """Give misspelled words the term of the known word that they are most likely meant to be."""
        words = (word for clause in clauses for word in clause)
        unknown = (w for w in words if w.term not in self._vocabulary and not w.is_function_word)
        forms = islice(dict.fromkeys(word.form for word in unknown), MAX_CORRECTIONS)
        meant = {form: term for form in forms if (term := self._nearest(form))}
        return tuple(
            tuple(word._replace(term=meant.get(word.form, word.term)) for word in clause)
            for clause in clauses
        )

    def _nearest(self, form: str) -> str | None:
        """Return the term of the known word with the fewest errors; the first by length and alphabet."""
        if len(form) < TYPO_MIN_LENGTH:
            return None
        errors = 2 if len(form) >= TYPO_TWO_ERRORS_LENGTH else 1
        best: tuple[float, str] | None = None
        for length in range(len(form) - errors, len(form) + errors + 1):
            known = self._spellings.get((form[0], length), {})
            found = process.extractOne(form, known.keys(), scorer=OSA.distance, score_cutoff=errors)
            if found and (best is None or found[1] < best[0]):
                best = found[1], known[found[0]]
        return best[1] if best else None


def together(found: Sequence[Evidence]) -> Evidence:
    """Return the evidence of several texts, at least one, as that of one."""
    labels: dict[Label, float] = defaultdict(float)
    outcomes: dict[Outcome, float] = defaultdict(float)
    for evidence in found:
        for label, score in evidence.labels.items():
            labels[label] += score
        for outcome, score in evidence.outcomes.items():
            outcomes[outcome] += score
    return Evidence(dict(labels), dict(outcomes), sum(evidence.size for evidence in found))


def settled_terms(terms: Iterable[Term], statements: Sequence[Statement]) -> frozenset[Term]:
    """Return the terms that stand in statements of what is no need."""
    settled = [statement for statement in statements if not statement.is_need]
    return frozenset(term for term in terms if any(part.start <= term.start < part.end for part in settled))


def _turned(scores: Mapping[Weighed, float]) -> dict[Weighed, float]:
    """Return what settled words say: of a role or a criterion the opposite, at half weight."""
    rivals: dict[str, list[float]] = defaultdict(list)
    for category, score in scores.items():
        if _has_rivals(category):
            rivals[category.comparison].append(score)
    means = {comparison: math.fsum(known) / len(known) for comparison, known in rivals.items()}
    turned = dict(scores)
    for category, score in scores.items():
        if _has_rivals(category):
            mean = means[category.comparison]
            turned[category] = mean - TURNED_WEIGHT * (score - mean)
    return turned


def _has_rivals(category: Label | Outcome) -> bool:
    """Tell whether something is a role, or a criterion, of a comparison."""
    if isinstance(category, Label):
        return category.kind is Kind.CRITERION
    return category.name == RECOMMENDATION


def _holds(words: Sequence[Word], phrases: Iterable[str]) -> bool:
    """Tell whether one of the phrases stands among the words."""
    said = f" {' '.join(word.form for word in words)} "
    return any(f" {phrase} " in said for phrase in phrases)


def _fair_scores(weights: Weights[Weighed], names: Sequence[str]) -> dict[Weighed, float]:
    """Return the scores for all, those of the best comparison as they stand against what is no need.

    Which comparison is best is decided strictly, else a small one would take what others know better. But
    against refusing it is weighed leniently: it cannot know every general word yet.
    """
    scores = weights.scores(names)
    needs = [category for category in scores if _has_rivals(category)]
    best = max(needs, key=lambda category: scores[category]).comparison
    mine = [category for category in needs if category.comparison == best]
    return scores | weights.lenient_scores(names, mine)


def _known_share(phrases: Iterable[tuple[Label, str]]) -> Callable[[Label | Outcome], float]:
    """Return how much of what people say is known of a category: by how many phrases its comparison has.

    A comparison that was just begun cannot know every general word; this must not be held against it.
    """
    counts = Counter(label.comparison for label, _ in phrases if label.comparison)

    def share(category: Label | Outcome) -> float:
        return min(1.0, counts[category.comparison] / FULL_COVERAGE) if category.comparison else 1.0

    return share


def _role_names(knowledge: Knowledge) -> Iterator[str]:
    for comparison in knowledge.served().values():
        for role in comparison.roles.values():
            yield from (role.name, *role.aliases)


def _is_word(term: str) -> bool:
    return _MARKS.isdisjoint(term)


def _clause_terms(clause: Clause) -> Iterator[Term]:
    """Yield the features of a clause: its words, with their stance, and its pairs of words."""
    before: Word | None = None
    content: Word | None = None
    for word in clause:
        is_content = not word.is_function_word
        yield Term(word.term, word.start, word.end, is_content, is_content)
        follows_content = before is not None and not before.is_function_word
        pair = f"{before.term if before else BEGIN}_{word.term}"
        yield Term(pair, word.start, word.end, is_content or follows_content, is_content and follows_content)
        before = word
        if not is_content:
            continue
        if word.stance is not Stance.NEUTRAL:
            yield Term(f"{word.term}|{word.stance}", word.start, word.end, is_content=True)
        if content is not None:
            yield Term(f"{content.term}~{word.term}", content.start, word.end, True, True)
        content = word
