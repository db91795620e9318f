"""Text to what it says: words, statements with their status, what a message does, and what all that weighs.

The method of weighing is complement naive Bayes (Rennie et al., 2003: "Tackling the Poor Assumptions of
Naive Bayes Text Classifiers"): a term weighs as much for a label as it is more usual in the phrases of that
label than in all others. Labels are also pooled into outcomes (a role, a refusal, ...), which are weighed
in the same way. An index by term keeps the cost proportional to the text. Unknown words are first corrected
with rapidfuzz; those that stay unknown speak for refusing.
"""

from bot.knowledge.language import Act
from bot.reading.acts import IN_PART, PREAMBLES
from bot.reading.classifier import UNKNOWN_WEIGHT
from bot.reading.evidence import Evidence, together
from bot.reading.features import Feature
from bot.reading.labels import EVERYDAY, RECOMMENDATION, REFUSAL, Kind, Label, Outcome
from bot.reading.matcher import Match, Matcher
from bot.reading.stances import Stance
from bot.reading.statements import Statement, Status
from bot.reading.weights import Weights

__all__ = [
    "EVERYDAY",
    "IN_PART",
    "PREAMBLES",
    "RECOMMENDATION",
    "REFUSAL",
    "UNKNOWN_WEIGHT",
    "Act",
    "Evidence",
    "Feature",
    "Kind",
    "Label",
    "Match",
    "Matcher",
    "Outcome",
    "Stance",
    "Statement",
    "Status",
    "Weights",
    "together",
]
