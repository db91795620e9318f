"""Names of roles: those that the knowledge holds, and strangers, which it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rapidfuzz import fuzz, process

from bot.knowledge.collection import Knowledge
from bot.reading.words import ROLE, Clause, Reader, Word

MAX_NAME = 2
"""Words before an occupation that belong to the name of a job, such as two in "machine learning engineer"."""
MIN_LIKENESS = 85.0
"""How like (in per cent of its letters) a text must be to a name that is meant by it."""

Stems = tuple[str, ...]


class RoleNames:
    """The names of all roles that are served."""

    def __init__(self, reader: Reader, knowledge: Knowledge) -> None:
        """Read every name and alias."""
        self._reader = reader
        self._lists = reader.lists
        self._roles: dict[Stems, str] = {}
        self._written: dict[str, str] = {}
        """The role of each name, as it is written in small letters."""
        self.forms: set[str] = set()
        """The words of all names."""

        for comparison in knowledge.served().values():
            for role_id, role in comparison.roles.items():
                names = (role.name, *role.aliases)
                for name in names:
                    self._add(name, role_id)

        lengths: dict[str, set[int]] = defaultdict(set)
        for stems in self._roles:
            first = stems[0]
            length = len(stems)
            lengths[first].add(length)

        self._lengths: dict[str, list[int]] = {}
        for first, several in lengths.items():
            # "machine learning engineer" before "machine".
            longest_first = sorted(several, reverse=True)
            self._lengths[first] = longest_first

    @property
    def key(self) -> tuple[Stems, ...]:
        """What decides which words of a text become ROLE."""
        names = sorted(self._roles)
        return tuple(names)

    def _add(self, name: str, role: str) -> None:
        words = list(self._reader.words(name))
        forms = [word.form for word in words]
        self.forms.update(forms)
        written = " ".join(forms)
        self._written.setdefault(written, role)
        stems = tuple(word.stem for word in words)

        # Of roles that share a name, which `check` refuses, the first by its id has it.
        known = self._roles.get(stems, role)
        self._roles[stems] = min(known, role)

    def replaced(self, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
        """Make each name of a role one word, ROLE, so that phrases on one role serve for every other."""
        replaced = map(self._replaced, clauses)
        return tuple(replaced)

    def _replaced(self, clause: Clause) -> Clause:
        stems = tuple(word.stem for word in clause)
        if self._lengths.keys().isdisjoint(stems):
            return clause

        words = []
        index = 0
        while index < len(clause):
            word = clause[index]
            length = self._length_at(stems, index)
            if not length:
                words.append(word)
                index += 1
                continue

            # The words of the name become one, which keeps all their characters.
            name = stems[index : index + length]
            index += length
            last = clause[index - 1]
            named = word._replace(
                stem=ROLE,
                end=last.end,
                role=self._roles[name],
            )
            words.append(named)
        return tuple(words)

    def _length_at(self, stems: Stems, index: int) -> int:
        """Return how many words the longest name has that begins at this word; 0 for none."""
        for length in self._lengths.get(stems[index], ()):
            name = stems[index : index + length]
            # At the end of a clause fewer words are left than were asked for.
            if name in self._roles:
                return len(name)
        return 0

    def only_named(self, words: Iterable[Word]) -> frozenset[str]:
        """Return the roles that a text names, misspelled or not, if it says nothing else; else none."""
        named = set()
        # Between two names stands a word of grammar: "physio or masage therapist".
        for is_said, together in groupby(words, key=_is_said):
            if not is_said:
                continue
            run = list(together)
            roles = {word.role for word in run if word.role}
            rest = [word.form for word in run if not word.role]
            if rest:
                written = " ".join(rest)
                roles.add(self._nearest(written))
            named |= roles
        if "" in named:
            return frozenset()
        return frozenset(named)

    def _nearest(self, written: str) -> str:
        """Return the role with a name that is written nearly like this, empty for none."""
        found = process.extractOne(
            written,
            self._written.keys(),
            scorer=fuzz.ratio,
            score_cutoff=MIN_LIKENESS,
        )
        if found is None:
            return ""
        name, _, _ = found
        return self._written[name]

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
            while first > earliest:
                before = clause[first - 1]
                if not self._is_part_of_name(before):
                    break
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


def _is_said(word: Word) -> bool:
    return not word.is_function_word or bool(word.role)
