"""A text against all served knowledge: its words corrected, its roles named, and what all that weighs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from bot.cache import NOTHING_KEPT, Cache
from bot.knowledge.collection import Knowledge
from bot.knowledge.language import Act
from bot.reading.acts import ACT_SMOOTHING, SURE_GUESS, Acts
from bot.reading.asking import begins_as_question, questions_in
from bot.reading.classifier import Classifier
from bot.reading.evidence import Evidence
from bot.reading.features import Feature, features_of
from bot.reading.index import Index, build
from bot.reading.labels import Label, Outcome, sharing
from bot.reading.plain import is_of_another_script, plain
from bot.reading.role_names import RoleNames
from bot.reading.spelling import Spelling
from bot.reading.statements import Statement, StatementReader
from bot.reading.templates import as_said
from bot.reading.weights import Weights
from bot.reading.words import READ_LIMIT, Clause, Reader, Word

COMMON = 40
"""Phrases from which on a word is common."""
MIN_FOREIGN = 2
"""Frequent words of other languages that tell that a message is not written in this one."""
MAX_REMEMBERED = 500
"""Texts whose match is remembered."""


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """Everything that was found in a text; it is remembered and shared, and nothing in it can be changed.

    Two are the same only if they were found together, so that what follows from one can be remembered too.

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

    def __init__(self, knowledge: Knowledge, index: Index | None = None, cache: Cache = NOTHING_KEPT) -> None:
        """Take what was worked out of the phrases of this knowledge, or work it out now.

        Parts of the index that are in the cache need not be worked out.
        """
        language = knowledge.language
        self.reader = Reader(language)
        self._sharing = sharing(knowledge)
        self._role_names = RoleNames(self.reader, knowledge)
        self._statements = StatementReader(language, self.reader.lists)
        self.index = index or build(knowledge, self.reader, self._role_names, cache)

        self._classifier = Classifier(self.index)
        self.label_weights = self._classifier.label_weights
        self.outcome_weights = self._classifier.outcome_weights
        self._spelling = Spelling(
            self.index.forms,
            self.reader.stem,
            self._classifier.known,
        )
        act_weights = Weights[str](
            self.index.act_terms,
            self.index.acts,
            known=lambda act: 1.0,
            smoothing=ACT_SMOOTHING,
        )
        self._acts = Acts(
            language,
            self.reader.lists,
            self.index.sayings,
            act_weights,
        )
        self._match = lru_cache(maxsize=MAX_REMEMBERED)(self._match_anew)

    def prepare(self) -> None:
        """Do what the first message would wait for."""
        self._acts.prepare()
        self._statements.prepare()

    def match(self, text: str) -> Match:
        """Return the evidence in a text; the same text gives the same evidence everywhere.

        What was matched lately is remembered, so that a long conversation is not weighed anew at each turn.
        """
        return self._match(text)

    def only_names(self, match: Match) -> frozenset[str]:
        """Return the roles that a text names, misspelled or not, if it says nothing else; else none."""
        return self._role_names.only_named(match.words)

    def _match_anew(self, text: str) -> Match:
        said = plain(text)
        text = said[:READ_LIMIT]
        clauses = self._clauses(text)
        words = tuple(chain.from_iterable(clauses))

        # Statements come first: which features speak for the other role depends on them.
        statements = self._statements.read(text, words)
        settled: list[Word] = []
        for statement in statements:
            if not statement.is_need:
                settled += statement.words

        features = features_of(clauses, settled)
        about = self._classifier.evidence(features)
        needs = about
        if settled:
            needs = self._classifier.evidence_for_needs(features)
        unknown = self._classifier.unknown(features)

        named = [word.role for word in words if word.role]
        roles = dict.fromkeys(named)
        return Match(
            text=text,
            clauses=clauses,
            words=words,
            statements=statements,
            features=features,
            about=about,
            needs=needs,
            unknown=len(unknown),
            roles=tuple(roles),
            strangers=self._role_names.strangers(text, clauses),
        )

    def words(self, text: str) -> Iterator[Word]:
        """Yield the words of a text as they are matched: misspellings corrected, roles under one name."""
        said = plain(text)
        clauses = self._clauses(said[:READ_LIMIT])
        return chain.from_iterable(clauses)

    def _clauses(self, text: str) -> tuple[Clause, ...]:
        # Corrected first, so that misspelled names of roles are found too.
        clauses = self.reader.clauses(text)
        corrected = self._spelling.corrected(clauses)
        return self._role_names.replaced(corrected)

    def evidence_of(self, words: Sequence[Word]) -> Evidence:
        """Return the evidence in part of a message by itself."""
        features = features_of([tuple(words)])
        return self._classifier.evidence(features)

    def opposition(self, match: Match, one: Outcome, other: Outcome) -> float:
        """Return how strongly parts of the needs speak for different roles: see Classifier."""
        return self._classifier.opposition(match.features, one, other)

    def holders(self, topic: Label) -> frozenset[str]:
        """Return the comparisons that a near-by topic belongs to; a general one belongs to none."""
        if topic.comparison:
            return frozenset({topic.comparison})
        return self._sharing.get(topic.field, frozenset())

    def unknown(self, features: Iterable[Feature]) -> list[Feature]:
        """Return those features that are words which stand in no phrase."""
        return self._classifier.unknown(features)

    def speaking(self, words: Sequence[str]) -> dict[Label, float]:
        """Return what words speak for or against each label, none of them more than another."""
        return self._classifier.speaking(words)

    def speaking_beside(self, words: Sequence[str], asked: Label) -> dict[Label, float]:
        """Return what words speak for each label that are not part of asking for `asked`."""
        return self._classifier.speaking_beside(words, asked)

    def speaking_beyond(self, words: Sequence[str], asked: Label) -> dict[Label, float]:
        """Return what words speak for each label more than for `asked`."""
        return self._classifier.speaking_beyond(words, asked)

    def is_common(self, word: str) -> bool:
        """Tell whether a word stands in so many phrases that sharing it says little."""
        count = self.label_weights.count(word)
        return count >= COMMON

    def is_foreign(self, match: Match) -> bool:
        """Tell whether a message is written in another language, whatever words it shares with this one."""
        if is_of_another_script(match.text):
            return True

        foreign = set()
        own = set()
        for word in match.words:
            if word.form in self.reader.lists.foreign_words:
                foreign.add(word.form)
            if word.is_function_word:
                own.add(word.form)
        # Names such as "Los Angeles" and "non-stop" stand in English sentences too.
        return len(foreign) >= MIN_FOREIGN and len(foreign) > len(own)

    def act(self, match: Match) -> Act | None:
        """Return what a message does that describes no need, if that is all it does."""
        return self._acts.find(match.text, match.statements)

    def likely_act(self, match: Match, least: float) -> Act | None:
        """Return what the words of a short message most likely do, or None if that is not clear.

        Clear is a lead (scaled log odds) of at least `least`.
        """
        return self._acts.guess(match.words, least)

    def begins_with(self, act: Act, match: Match) -> bool:
        """Tell whether the first statement of a longer message does this, and nothing else."""
        if len(match.statements) < 2:
            return False
        first = match.statements[0]
        return self._acts.does(act, first)

    def holds(self, act: Act, match: Match) -> bool:
        """Tell whether part of a message does this."""
        return self._acts.holds(act, match.clauses)

    def part_does(self, act: Act, match: Match) -> bool:
        """Tell whether a sentence of a message, by its words, most likely does this."""
        if self.asks(match):
            return False

        # A sentence as a whole: its parts are too short to tell.
        sentences: dict[int, list[Word]] = defaultdict(list)
        for statement in match.statements:
            sentences[statement.sentence] += statement.words
        for words in sentences.values():
            guess = self._acts.guess(words, SURE_GUESS)
            if guess is act:
                return True
        return False

    def asks(self, match: Match) -> bool:
        """Tell whether a message, or its last sentence, is a question."""
        text = match.text.rstrip()
        if text.endswith("?"):
            return True

        # Few people end a message with a question mark; what they ask comes last.
        last = match.statements[-1:]
        last_sentence = last[0].sentence if last else 0
        words: list[Word] = []
        for statement in match.statements:
            if statement.sentence == last_sentence:
                words += statement.words
        return begins_as_question(words, self.reader.lists)

    def asks_who(self, statement: Statement) -> bool:
        """Tell whether a statement only asks which role it takes."""
        clauses = [statement.words]
        return self._acts.holds(Act.WHO, clauses)

    def asks_for_role(self, match: Match) -> bool:
        """Tell whether a sentence of a message is a question which role it takes, or what the roles are."""
        questions = questions_in(match.text, match.statements, self.reader.lists)
        return any(self._acts.holds(Act.ASK_ROLE, [words]) for words in questions)

    def asks_for_another_job(self, statement: Statement) -> bool:
        """Tell whether a statement asks for somebody of an occupation, and says nothing else of them."""
        clauses = [statement.words]
        return self._acts.holds(Act.OTHER_JOB, clauses)

    def focuses(self, statement: Statement) -> bool:
        """Tell whether a statement says that just this is what is missing."""
        clauses = [statement.words]
        return self._acts.holds(Act.FOCUS, clauses)

    def adds(self, match: Match) -> bool:
        """Tell whether a message says in so many words that its need comes on top of what was said before."""
        lists = self.reader.lists
        return _holds(match.words, lists.additions)

    def continues(self, match: Match) -> bool:
        """Tell whether a message begins with a word that joins it to what was said before."""
        if not match.words:
            return False
        first = match.words[0]
        return first.stem in self.reader.lists.coordinator_stems

    def corrects(self, match: Match) -> bool:
        """Tell whether a message says that it corrects what was said before."""
        if _holds(match.words, self.reader.lists.corrections):
            return True
        if self.holds(Act.CORRECT, match):
            return True
        return self.part_does(Act.CORRECT, match)


def _holds(words: Iterable[Word], phrases: Collection[str]) -> bool:
    """Tell whether one of the phrases stands among the words."""
    said = as_said(word.form for word in words)
    for phrase in phrases:
        sought = as_said([phrase])
        if sought in said:
            return True
    return False
