"""A text against all served knowledge: its words corrected, its roles named, and what all that weighs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from bot.knowledge.models import Knowledge
from bot.reading.acts import GUESS_MARGIN, SURE_GUESS, Act, Acts
from bot.reading.classifier import Classifier
from bot.reading.evidence import Evidence
from bot.reading.features import Feature, features_of
from bot.reading.labels import Kind, Outcome, phrases
from bot.reading.plain import is_of_another_script, plain
from bot.reading.role_names import RoleNames
from bot.reading.spelling import Spelling
from bot.reading.statements import Statement, StatementReader
from bot.reading.words import READ_LIMIT, Clause, Reader, Word

COMMON = 40
"""Phrases from which on a word is common."""
MIN_FOREIGN = 2
"""Frequent words of other languages that tell that a message is not written in this one."""
MAX_REMEMBERED = 500
"""Texts whose match is remembered."""

NO_ACT = frozenset({Kind.CRITERION, Kind.NOT_COVERED, Kind.EVERYDAY})
"""What phrases speak for that do none of the acts of a conversation."""


@dataclass(frozen=True, slots=True)
class Match:
    """Everything that was found in a text; it is remembered and shared, and nothing in it can be changed.

    `about` is what the text is about. `needs` is what it says is missing: the words of what is there,
    denied or only supposed are turned, and speak for the other role of their comparison.
    """

    text: str
    clauses: tuple[Clause, ...]
    words: tuple[Word, ...]
    """The words of all clauses."""
    statements: tuple[Statement, ...]
    features: tuple[Feature, ...]
    about: Evidence
    needs: Evidence
    unknown: int
    """How many words stand in no phrase."""
    roles: tuple[str, ...]
    """Ids of the roles that are named, in order."""
    strangers: tuple[str, ...]
    """Names of roles that the knowledge does not hold, as the text writes them."""


class Matcher:
    """Weighs texts against all served knowledge, and tells what they do."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Build the index from every phrase."""
        language = knowledge.language
        self.reader = Reader(language)
        self.phrases = tuple(phrases(knowledge))
        self._role_names = RoleNames(self.reader, knowledge)
        self._statements = StatementReader(language, self.reader.lists)

        stems: dict[str, str] = {}
        texts = []
        for label, phrase in self.phrases:
            clauses = self.reader.clauses(phrase)
            stems.update((word.form, word.stem) for clause in clauses for word in clause)
            texts.append((label, self._role_names.replaced(clauses)))
        self._classifier = Classifier((label, features_of(clauses)) for label, clauses in texts)
        self.label_weights = self._classifier.label_weights
        self.outcome_weights = self._classifier.outcome_weights
        self._spelling = Spelling(self._classifier.vocabulary, stems | self._role_names.stems)

        of_acts = {}
        for act, written in language.follow_ups.items():
            read = (self._role_names.replaced(self.reader.clauses(phrase)) for phrase in written)
            of_acts[act] = list(zip(written, read, strict=True))
        of_none = [clauses for label, clauses in texts if label.kind in NO_ACT]
        self._acts = Acts(language, self.reader.lists, of_acts, of_none)
        self._match = lru_cache(maxsize=MAX_REMEMBERED)(self._match_anew)

    def match(self, text: str) -> Match:
        """Return the evidence in a text; the same text gives the same evidence everywhere.

        What was matched lately is remembered, so that a long conversation is not weighed anew at each turn.
        """
        return self._match(text)

    def _match_anew(self, text: str) -> Match:
        text = plain(text)[:READ_LIMIT]
        clauses = self._clauses(text)
        words = tuple(chain.from_iterable(clauses))
        statements = self._statements.read(text, words)
        settled = [word for statement in statements if not statement.is_need for word in statement.words]
        features = features_of(clauses, settled)
        about = self._classifier.evidence(features)
        return Match(
            text=text,
            clauses=clauses,
            words=words,
            statements=statements,
            features=features,
            about=about,
            needs=self._classifier.evidence_for_needs(features) if settled else about,
            unknown=self._classifier.unknown(features),
            roles=tuple(dict.fromkeys(word.role for word in words if word.role)),
            strangers=self._role_names.strangers(text, clauses),
        )

    def words(self, text: str) -> Iterator[Word]:
        """Yield the words of a text as they are matched: misspellings corrected, roles under one name."""
        return chain.from_iterable(self._clauses(plain(text)[:READ_LIMIT]))

    def _clauses(self, text: str) -> tuple[Clause, ...]:
        clauses = self._spelling.corrected(self.reader.clauses(text))
        return self._role_names.replaced(clauses)

    def evidence_of(self, words: Sequence[Word]) -> Evidence:
        """Return the evidence in part of a message by itself."""
        return self._classifier.evidence(features_of([tuple(words)]))

    def opposition(self, match: Match, one: Outcome, other: Outcome) -> float:
        """Return how strongly parts of the needs speak for different roles: see Classifier."""
        return self._classifier.opposition(match.features, one, other)

    def is_common(self, word: str) -> bool:
        """Tell whether a word stands in so many phrases that sharing it says little."""
        return self.label_weights.count(word) >= COMMON

    def is_foreign(self, match: Match) -> bool:
        """Tell whether a message is written in another language, whatever words it shares with this one."""
        if is_of_another_script(match.text):
            return True
        foreign = {word.form for word in match.words} & self.reader.lists.foreign_words
        own = {word.form for word in match.words if word.is_function_word}
        return len(foreign) >= MIN_FOREIGN and len(foreign) > len(own)

    def act(self, match: Match) -> Act | None:
        """Return what a message does that describes no need, if that is all it does."""
        return self._acts.find(match.text, match.statements)

    def likely_act(self, match: Match, least: float = GUESS_MARGIN) -> Act | None:
        """Return what the words of a short message most likely do, or None if that is not clear.

        Clear is a lead (scaled log odds) of at least `least`.
        """
        return self._acts.guess(match.words, least)

    def begins_with(self, act: Act, match: Match) -> bool:
        """Tell whether the first statement of a longer message does this, and nothing else."""
        return len(match.statements) > 1 and self._acts.does(act, match.statements[0])

    def does(self, act: Act, match: Match) -> bool:
        """Tell whether part of a message does this."""
        return self._acts.holds(act, match.clauses)

    def part_does(self, act: Act, match: Match) -> bool:
        """Tell whether a sentence of a message, by its words, most likely does this."""
        if self.asks(match):
            return False
        sentences: dict[int, list[Word]] = defaultdict(list)
        for statement in match.statements:
            sentences[statement.sentence] += statement.words
        return any(self._acts.guess(words, SURE_GUESS) is act for words in sentences.values())

    def asks(self, match: Match) -> bool:
        """Tell whether a message, or its last sentence, is a question."""
        if match.text.rstrip().endswith("?"):
            return True
        lists = self.reader.lists
        for statement in match.statements:
            if statement.sentence != match.statements[-1].sentence:
                continue
            for word in statement.words:
                if word.form not in lists.fillers:
                    return word.form in lists.question_words
        return False

    def asks_who(self, statement: Statement) -> bool:
        """Tell whether a statement only asks which role it takes."""
        return self._acts.holds(Act.WHO, [statement.words])

    def asks_for_another_job(self, statement: Statement) -> bool:
        """Tell whether a statement asks for somebody of an occupation, and says nothing else of them."""
        return self._acts.holds(Act.OTHER_JOB, [statement.words])

    def focuses(self, statement: Statement) -> bool:
        """Tell whether a statement says that just this is what is missing."""
        return self._acts.holds(Act.FOCUS, [statement.words])

    def adds(self, match: Match) -> bool:
        """Tell whether a message says in so many words that its need comes on top of what was said before."""
        return _holds(match.words, self.reader.lists.additions)

    def continues(self, match: Match) -> bool:
        """Tell whether a message begins with a word that joins it to what was said before."""
        return bool(match.words) and match.words[0].stem in self.reader.lists.coordinator_stems

    def corrects(self, match: Match) -> bool:
        """Tell whether a message says that it corrects what was said before."""
        is_said = _holds(match.words, self.reader.lists.corrections) or self.does(Act.CORRECT, match)
        return is_said or self.part_does(Act.CORRECT, match)


def _holds(words: Iterable[Word], phrases: Collection[str]) -> bool:
    """Tell whether one of the phrases stands among the words."""
    said = f" {' '.join(word.form for word in words)} "
    return any(f" {phrase} " in said for phrase in phrases)
