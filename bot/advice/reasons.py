"""Which criteria to give as reasons for a role, each with the words that it was found in. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.advice.answer_parts import Reason
from bot.advice.ranking import criteria_of, leaning
from bot.advice.thresholds import Thresholds
from bot.reading import Label, Match, Matcher, Outcome, together
from bot.reading.quotes import quotes

QuotesByCriterion = dict[str, tuple[str, ...]]
"""The words that criteria of one comparison, by their id, were found in."""
Found = dict[Label, list[str]]
"""The same while they are gathered, oldest first."""


@dataclass(frozen=True, slots=True)
class ReasonFinder:
    """Finds in what was said the criteria that speak for a role."""

    matcher: Matcher
    criteria: Mapping[tuple[str, str], Reason]
    """Every criterion as a reason without words, by comparison and id."""
    thresholds: Thresholds

    def reasons_for(self, said: Sequence[Match], outcome: Outcome) -> QuotesByCriterion:
        """Return the criteria of a role that all messages together speak for most, with their words.

        The best criterion is a reason even without words.
        """
        if not said:
            return {}
        candidates = self._candidates(said, outcome)
        best = candidates[0]
        found: Found = {label: [] for label in candidates}
        for match in said:
            is_quoted = False
            for label in candidates:
                words = quotes(self.matcher, match, label)
                found[label] += words
                is_quoted |= bool(words)
            # A message that speaks for other criteria than all together do is heard all the same.
            if not is_quoted:
                self._add_own_words(found, match, outcome)

        has_words = any(found.values())
        for label in candidates:
            # Of several messages those with words suffice; of one the best criterion is told in any case.
            is_told = label == best and not (has_words and len(said) > 1)
            if not found[label] and not is_told:
                del found[label]
        return self._newest(found)

    def reasons_against(self, said: Iterable[Match], outcome: Outcome) -> QuotesByCriterion:
        """Return what single messages say clearly for a role that all together do not speak for."""
        found: Found = {}
        for match in said:
            lead = leaning(match.needs, outcome)
            if lead >= self.thresholds.opposed_margin:
                self._add_own_words(found, match, outcome)
        return self._newest(found)

    def _candidates(self, said: Sequence[Match], outcome: Outcome) -> list[Label]:
        """Return the best criteria of a role, those that fall far behind left out."""
        thresholds = self.thresholds
        needs = [match.needs for match in said]
        whole = together(needs)
        best, *others = criteria_of(whole, outcome)
        strongest = whole.labels[best]
        least = strongest - thresholds.reason_margin

        candidates = [best]
        for label in others:
            if whole.labels[label] > least:
                candidates.append(label)
        return candidates[: thresholds.max_reasons]

    def _add_own_words(self, found: Found, match: Match, outcome: Outcome) -> None:
        """Add to a message's best criterion its telling words or, if nothing is settled, all of it."""
        label, *_ = criteria_of(match.needs, outcome)
        words = quotes(self.matcher, match, label)
        is_all_need = all(statement.is_need for statement in match.statements)
        if not words and is_all_need:
            whole = match.text.strip()
            words = (whole,)

        # A very long quote would hide what the reason says.
        most = self.thresholds.max_quote
        for quote in words:
            if len(quote) > most:
                continue
            of_label = found.setdefault(label, [])
            of_label.append(quote)

    def _newest(self, found: Found) -> QuotesByCriterion:
        """Return the words by criterion, the newest if they are many."""
        most = self.thresholds.max_quotes
        newest = {}
        for label, words in found.items():
            distinct = tuple(dict.fromkeys(words))
            newest[label.id] = distinct[-most:]
        return newest
