"""Every number that decides on an answer, in one table: its unit, what it decides, what it was chosen on.

*Log odds* are natural ones (nats), as `reading` gives them. *Scaled* ones are divided by the square root of
the number of features, so that a long message needs proportionally more evidence than a short one. *Words*
are counted after abbreviations are written out; *content words* are those that are no function words.

Where nothing else is said, a number was chosen by what the labelled questions of `knowledge/questions` get
at it. To see the trade-off around one again:

    python -m tests.benchmarks.thresholds NAME

What a word weighs stands in `reading`.

`tests/test_thresholds.py` holds for each number a message whose answer turns on it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers that a message is decided by."""

    # How sure an answer is

    clear_margin: float = 3.0
    """Scaled log odds over the next best outcome from which an answer is called clear."""
    likely_margin: float = 1.0
    """Scaled log odds from which it is called likely; below, it is tentative."""

    unasked_margin: float = 3.4
    """Scaled log odds over all else from which a question is answered that was not put to the bot.

    Chosen on 480 lines of everyday talk and 28 questions, in `tests/fixtures/listening`. Of the talk, 16
    lines also look like a question about roles; 10 of them would be answered at 1, 5 at 2, and none from 2.9
    on. Of the questions, 23 are answered from 3 to 4, and 16 at 5.
    """

    # Answer, ask back or refuse

    ask_margin: float = 0.4
    """Scaled log odds of one role over the other below which it is asked back."""
    vague_margin: float = 0.5
    """The same, also over every other outcome, where nothing is said in so many words to be missing."""
    refuse_margin: float = 0.7
    """Scaled log odds over refusing below which a difference, definition or order is refused."""
    need_tolerance: float = 0.8
    """Scaled log odds by which refusing may lead over a role: words beside a need are everyday ones.

    Everyday words may lead by up to twice as much if the comparison has few phrases: it knows fewer of them.
    """
    support_weight: float = 0.3
    """Log odds from which a single word speaks for a role."""
    min_support: int = 2
    """Content words that must speak for a role; fewer describe no need, and it is asked back."""
    short_statement: int = 3
    """Content words up to which a message that only says what is there states no need."""

    # One need or two

    both_margin: float = 1.9
    """Opposition of two parts (scaled log odds) from which both roles are recommended."""
    maybe_margin: float = 1.7
    """Opposition from which the other role is named as a possible second need."""
    torn_margin: float = 2.4
    """Opposition of roles of two comparisons from which it is asked which of them is meant.

    Chosen on the questions of the two comparisons in `tests/fixtures`, served beside the shipped one.
    """
    min_part: int = 4
    """Words that a part must have to be weighed by itself; a shorter one joins its neighbour."""
    part_weight: float = 0.45
    """How much of the lead of the weaker part (scaled log odds) adds to the opposition."""
    max_part: float = 6.0
    """Scaled log odds up to which that lead counts: one glaring part does not make two needs."""
    coordinator_weight: float = 0.2
    """Scaled log odds that each "and" or "also" adds to the opposition."""
    torn_coordinator_weight: float = 0.4
    """The same for roles of two comparisons; chosen as `torn_margin` was."""
    max_coordinators: int = 2
    """How many such words count."""
    focus_weight: float = 0.8
    """Scaled log odds taken away where just one of two parts is said to be what is missing."""
    missing_weight: float = 0.3
    """Scaled log odds added where both parts say that something is missing, taken away where one does."""
    pair_weight: float = 0.8
    """Scaled log odds added where two things are announced: "two wishes", "on the one hand"."""

    # Which topic, and which part of it

    clear_evidence: float = 5.0
    """Log odds, beyond the words that ask, from which a text is about one aspect or one comparison."""
    clear_lead: float = 2.0
    """Log odds by which that must exceed what speaks for any other."""
    near_by_margin: float = 0.75
    """Scaled log odds by which a near-by topic must lead over all else that is refused to be named.

    Chosen by holding back a fifth of the phrases of what is refused, and asking them.
    """

    short_aspect: float = 2.5
    """The log odds that are enough for an aspect in a short question in a conversation: "and in output?"."""

    # In a conversation

    evidence_margin: float = 1.0
    """Scaled log odds by which what is no need may lead over a role and still add to a need talked of."""
    thin_lead: float = 0.5
    """Log odds of a role up to which words count that say too little to recommend it. Set by judgement."""
    replied_lead: float = 1.5
    """The same for all words once questions are asked: replies count for more. Set by judgement."""
    max_questions: int = 3
    """Questions back after which the best answer is given, however sure it is. Set by judgement."""
    interview_questions: int = 6
    """The same in an interview, which people ask for. Set by judgement."""

    # What a short message does in a conversation: set by judgement, as hardly a labelled one turns on it

    max_closing: int = 8
    """Words up to which a message that begins with "ok" or "thanks" only closes a conversation."""
    max_act: int = 16
    """Words up to which a message may do something by its words alone, such as asking why."""
    act_margin: float = 0.5
    """Scaled log odds from which its words tell what it does."""
    near_by_act_margin: float = 1.0
    """The same where it asks for a near-by topic: "and what do they earn?" is like "and what do they do?"."""
    max_short_question: int = 6
    """Words up to which a question can only name what it asks for: "and how about risk?"."""
    max_short_question_content: int = 2
    """Content words of such a question."""
    max_challenge: int = 2
    """Content words of a question of yes or no that, after advice, can only be about that."""
    max_opening: int = 4
    """Words among which a question says what it asks for, such as "what"."""
    max_naming: int = 3
    """Content words of a message that can do no more than name one of the topics on offer."""
    max_pointing: int = 2
    """Content words of a message that can only point to a refusal before it."""
    max_pointing_to_order: int = 1
    """The same for the order: "who do we hire first?" stands by itself, "which first?" does not."""
    max_settling: int = 1
    """Content words of a statement that says of the last need only that it is none: "that is solved"."""
    min_shared: int = 1
    """Uncommon words that two needs must share to be about the same thing."""

    # What is shown of the reasons

    max_reasons: int = 3
    """Criteria given as reasons for a role. Set by judgement: more are not read."""
    reason_margin: float = 6.0
    """Log odds by which a criterion may fall behind the role's best one and still be a reason."""
    opposed_margin: float = 2.0
    """Scaled log odds from which a message that leans to another role is quoted against the advice."""
    max_quote: int = 80
    """Characters of a quote up to which it is given. Set by judgement: a longer one is no quote."""
    max_quotes: int = 2
    """Quotes for one criterion, the newest. Set by judgement."""
    max_changes: int = 2
    """Criteria named as what would change the advice. Set by judgement."""
    understood_lead: float = 0.5
    """Scaled log odds from which it is told what was taken for no need, because it leans elsewhere."""
    min_understood: int = 2
    """Words that such a part must have to be worth telling."""

    # What a reply tells: set by judgement, as no team has been counted

    agrees_same: float = 0.9
    """Probability that a team says yes to the criterion that is its need."""
    agrees_role: float = 0.45
    """Probability that it says yes to another criterion of the role that it needs."""
    agrees_other: float = 0.15
    """Probability that it says yes to a criterion of the role that it does not need."""
    nearly: float = 0.8
    """Share of the most that a question can tell from which another one tells nearly as much."""
    criterion_leads: float = 3.0
    """How many times further words may put a criterion ahead than a role, once questions are asked."""


THRESHOLDS = Thresholds()
"""The numbers in service."""
