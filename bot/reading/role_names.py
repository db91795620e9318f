"""Names of roles: those that the knowledge holds, and strangers, which it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.knowledge.collection import Knowledge
from bot.reading.words import ROLE, Clause, Reader, Word

MAX_NAME = 2
"""Words before an occupation that belong to the name of a job, such as two in "machine learning engineer"."""


class _Alias(NamedTuple):
    """A name of a role, by its stems."""

    stems: tuple[str, ...]
    role: str


class RoleNames:
    """The names of all roles that are served."""

    def __init__(self, reader: Reader, knowledge: Knowledge) -> None:
        """Read every name and alias."""
        self._reader = reader
        self._lists = reader.lists
        self._aliases: dict[str, list[_Alias]] = defaultdict(list)
        self.stems: dict[str, str] = {}
        """The stem of each word of a name, by its form."""
        for comparison in knowledge.served().values():
            for role_id, role in comparison.roles.items():
                names = (role.name, *role.aliases)
                for name in names:
                    self._add(name, role_id)

        def place(alias: _Alias) -> tuple[int, _Alias]:
            # "machine learning engineer" before "engineer".
            return -len(alias.stems), alias

        for aliases in self._aliases.values():
            aliases.sort(key=place)

    def _add(self, name: str, role: str) -> None:
        words = list(self._reader.words(name))
        for word in words:
            self.stems[word.form] = word.stem

        stems = tuple(word.stem for word in words)
        first = stems[0]
        of_first = self._aliases[first]
        alias = _Alias(stems, role)
        of_first.append(alias)

    def replaced(self, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
        """Make each name of a role one word, ROLE, so that phrases on one role serve for every other."""
        return tuple(self._replaced(clause) for clause in clauses)

    def _replaced(self, clause: Clause) -> Clause:
        stems = tuple(word.stem for word in clause)
        if self._aliases.keys().isdisjoint(stems):
            return clause

        words = []
        index = 0
        while index < len(clause):
            word = clause[index]
            alias = self._alias_at(stems, index)
            if alias is None:
                words.append(word)
                index += 1
                continue

            # The words of the name become one, which keeps all their characters.
            index += len(alias.stems)
            last = clause[index - 1]
            named = word._replace(
                stem=ROLE,
                end=last.end,
                role=alias.role,
            )
            words.append(named)
        return tuple(words)

    def _alias_at(self, stems: tuple[str, ...], index: int) -> _Alias | None:
        """Return the longest name that begins at this word."""
        candidates = self._aliases.get(stems[index], ())
        for alias in candidates:
            end = index + len(alias.stems)
            if stems[index:end] == alias.stems:
                return alias
        return None

    def strangers(self, text: str, clauses: Iterable[Clause]) -> tuple[str, ...]:
        """Return the names of jobs that no alias knows: an occupation and the content words before it."""
        names: dict[str, None] = {}
        for clause in clauses:
            for words in self._unknown_jobs(clause):
                first = words[0]
                last = words[-1]
                written = text[first.start : last.end]
                # Names are compared, and a line may end within one.
                name = " ".join(written.split())
                names[name] = None
        return tuple(names)

    def _unknown_jobs(self, clause: Clause) -> Iterator[Sequence[Word]]:
        for index, word in enumerate(clause):
            if word.role or not self._is_occupation(word):
                continue

            first = index
            earliest = max(0, index - MAX_NAME)
            while first > earliest and self._is_part_of_name(clause[first - 1]):
                first -= 1
            if first:
                before = clause[first - 1]
                if before.form in self._lists.possessives:
                    continue  # "our manager" is a person, not a role that is asked for
            yield clause[first : index + 1]

    def _is_occupation(self, word: Word) -> bool:
        """Tell whether a word ends the name of a job: "officer" does, "office" of the same stem does not."""
        if word.stem not in self._lists.occupation_stems:
            return False

        # A corrected word has the stem of the word that is meant: "enginer" is an engineer.
        own_stem = self._reader.stem(word.form)
        is_misspelled = own_stem != word.stem
        return is_misspelled or word.form.startswith(self._lists.occupations)

    def _is_part_of_name(self, word: Word) -> bool:
        if word.is_function_word or word.role:
            return False
        return word.stem not in self._lists.framing_stems
