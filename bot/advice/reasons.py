"""Which criteria to give as reasons for a role, each with the words that it was found in. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.advice.answers import Reason
from bot.advice.ranking import criteria_of, leaning
from bot.advice.thresholds import Thresholds
from bot.reading import Label, Match, Matcher, Outcome, together
from bot.reading.quotes import quotes

Quoted = dict[str, tuple[str, ...]]
"""The words that criteria of one comparison, by their id, were found in."""


@dataclass(frozen=True, slots=True)
class ReasonFinder:
    """Finds in what was said the criteria that speak for a role."""

    matcher: Matcher
    criteria: Mapping[tuple[str, str], Reason]
    """Every criterion as a reason without words, by comparison and id."""
    thresholds: Thresholds

    def reasons_for(self, said: Sequence[Match], outcome: Outcome) -> Quoted:
        """Return the criteria of a role that all messages together speak for most, with their words.

        The best criterion is a reason even without words.
        """
        if not said:
            return {}
        candidates = self._candidates(said, outcome)
        found: dict[Label, list[str]] = {label: [] for label in candidates}
        for match in said:
            is_quoted = False
            for label in candidates:
                words = quotes(self.matcher, match, label)
                found[label] += words
                is_quoted = is_quoted or bool(words)
            if not is_quoted:
                self._add_own_words(found, match, outcome)
        best = candidates[0]
        quoted = {label: words for label, words in found.items() if words}
        # Of several messages, those with words suffice; of a single one the best criterion is told anyway.
        if best not in quoted and not (len(said) > 1 and quoted):
            quoted = {best: [], **quoted}
        return self._newest(quoted)

    def reasons_against(self, said: Iterable[Match], outcome: Outcome) -> Quoted:
        """Return what single messages say clearly for a role that all together do not speak for."""
        found: dict[Label, list[str]] = {}
        for match in said:
            if leaning(match.needs, outcome) >= self.thresholds.opposed_margin:
                self._add_own_words(found, match, outcome)
        return self._newest(found)

    def _candidates(self, said: Sequence[Match], outcome: Outcome) -> list[Label]:
        """Return the best criteria of a role, those that fall far behind left out."""
        whole = together([match.needs for match in said])
        criteria = criteria_of(whole, outcome)
        least = whole.labels[criteria[0]] - self.thresholds.reason_margin
        candidates = criteria[:1]
        for label in criteria[1 : self.thresholds.max_reasons]:
            if whole.labels[label] > least:
                candidates.append(label)
        return candidates

    def _add_own_words(self, found: dict[Label, list[str]], match: Match, outcome: Outcome) -> None:
        """Add to a message's best criterion its telling words or, if nothing is settled, all of it."""
        label = criteria_of(match.needs, outcome)[0]
        words = quotes(self.matcher, match, label)
        if not words and all(statement.is_need for statement in match.statements):
            words = (match.text.strip(),)
        for quote in words:
            if len(quote) <= self.thresholds.max_quote:
                found.setdefault(label, []).append(quote)

    def _newest(self, found: Mapping[Label, Iterable[str]]) -> Quoted:
        """Return the words by criterion, the newest if they are many."""
        newest = {}
        for label, words in found.items():
            distinct = tuple(dict.fromkeys(words))
            newest[label.id] = distinct[-self.thresholds.max_quotes :]
        return newest
