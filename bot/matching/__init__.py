"""Text to evidence: how strongly its words speak for each label of the knowledge.

The method is complement naive Bayes (Rennie et al., 2003: "Tackling the Poor Assumptions of Naive Bayes Text
Classifiers"): a term weighs as much for a label as it is more usual in the phrases of that label than in all
others. Labels are also pooled into outcomes (a role, a refusal, ...), which are weighed in the same way. An
index by term keeps the cost proportional to the text. Unknown words are first corrected with rapidfuzz;
those that stay unknown speak for refusing.
"""

from bot.matching.follow_ups import FollowUp
from bot.matching.labels import RECOMMENDATION, REFUSAL, Kind, Label, Outcome
from bot.matching.matcher import UNKNOWN_WEIGHT, Match, Matcher, Term, together
from bot.matching.weights import Weights

__all__ = [
    "RECOMMENDATION",
    "REFUSAL",
    "UNKNOWN_WEIGHT",
    "FollowUp",
    "Kind",
    "Label",
    "Match",
    "Matcher",
    "Outcome",
    "Term",
    "Weights",
    "together",
]
