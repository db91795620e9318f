"""What to write for a question, as a piece of YAML that can be pasted as it stands.

- It found no answer: a phrase for what is nearest to it (a criterion, a difference, a near-by topic); where
  nothing is near, a question that must go on getting no advice.
- The role was wrong: a question that must get the other role, marked as a gap until it does.
- It was misread: its clauses with the status that each is read with, to be corrected.
- Else: a question with the answer that it gets, to be corrected.

A piece holds everything from the top of its file down, so that it can be a file of its own or be put into
one that is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    Answer,
    Clarification,
    Definition,
    Difference,
    Order,
    OutOfScope,
    Recommendation,
    topic_of,
)
from bot.check.conversation_checks import NO_WORDS, status_of
from bot.check.question_checks import is_answered
from bot.conversation import answer_to
from bot.knowledge.questions import Question
from bot.reading import Kind, Label
from bot.replies.bad_reasons import BadReason
from bot.report.grouping import Group
from bot.report.what_was_read import nearest

MAX_PHRASES = 5
"""Ways of asking the same that become phrases."""

TO_CORRECT_ANSWER = "This is what it gets now. Correct what is wrong, and add `gap: true`."
ASKED_BACK = "It is asked back now. Correct the role if it must get the other one."
TO_CORRECT_STATUS = "This is how it is read now. Correct the status that is wrong, and add `gap: true`."
NO_ADVICE = "Nothing is near to this. If it is to go on getting no advice:"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of YAML, and the file of the knowledge folder that it belongs to."""

    path: str
    data: dict[str, Any]
    notes: tuple[str, ...] = ()
    """What stands above it, as comments."""

    @property
    def yaml(self) -> str:
        """The piece as it is written to the file."""
        comments = [f"# {note}\n" for note in self.notes]
        written = yaml.safe_dump(
            self.data,
            sort_keys=False,
            allow_unicode=True,
            width=10_000,  # a text stays on its line
        )
        return "".join(comments) + written


def snippet(advisor: Advisor, group: Group) -> Snippet | None:
    """Return what to write for a group, or None where its question is not kept any more."""
    # A text without a letter or a digit is no phrase.
    texts = [text for text in group.texts if any(map(str.isalnum, text))]
    if not texts:
        return None

    proposed = [f"Suggested: {proposal}" for proposal in group.proposals]
    notes = tuple(proposed)
    reason = group.reasons[0] if group.reasons else ""
    is_about_role = bool(_topic_of_role(advisor, group.about))
    if reason == BadReason.MISREAD:
        return _clauses(advisor, texts[0], group, notes)
    if reason == BadReason.WRONG_ROLE or is_about_role:
        return _other_role(advisor, texts[0], group, notes)
    if group.answered_badly:
        return _as_answered(advisor, texts[0], group, notes)

    answer = answer_to(advisor, texts[0])
    if not isinstance(answer, OutOfScope):
        # It leant on what was said before, or the knowledge has changed since.
        return _as_answered(advisor, texts[0], group, notes)
    label = nearest(advisor, texts[0])
    if label is None:
        must_not = {"not": texts[0]}
        return _questions(advisor, group, [must_not], (*notes, NO_ADVICE))
    return _phrases(label, texts[:MAX_PHRASES], notes)


def _phrases(label: Label, texts: Sequence[str], notes: tuple[str, ...]) -> Snippet:
    """Return phrases for a criterion, a difference or a near-by topic."""
    phrases = list(texts)
    path = f"phrases/{label.comparison}.yaml"
    data: dict[str, Any]
    if label.kind is Kind.CRITERION:
        data = {"criteria": {label.id: phrases}}
    elif label.kind is Kind.ASPECT:
        data = {"differences": {label.id: phrases}}
    elif label.comparison:
        data = {"not_covered": {label.id: phrases}}
    elif label.field:
        path = f"near_by/{label.field}.yaml"
        data = {"topics": {label.id: {"phrases": phrases}}}
    else:
        path = "language/en/near_by.yaml"
        data = {"near_by": {label.id: {"phrases": phrases}}}
    return Snippet(path, data, notes)


def _clauses(advisor: Advisor, text: str, group: Group, notes: tuple[str, ...]) -> Snippet:
    """Return the statements of a question with how each is read by itself."""
    match = advisor.matcher.match(text)
    clauses = []
    for statement in match.statements:
        words = match.text[statement.start : statement.end]
        status = status_of(advisor, words)
        if status != NO_WORDS:
            clause = {"say": words, "status": status}
            clauses.append(clause)
    if not clauses:
        return _as_answered(advisor, text, group, notes)
    comparison = _comparison(advisor, group)
    return Snippet(
        f"questions/{comparison}-asked.yaml",
        {"comparison": comparison, "clauses": clauses},
        (*notes, TO_CORRECT_STATUS),
    )


def _other_role(advisor: Advisor, text: str, group: Group, notes: tuple[str, ...]) -> Snippet:
    """Return a question that must get the role that was proposed, or the one that was not recommended."""
    topic = _topic_of_role(advisor, group.about)
    role = group.about
    if not topic:
        topic = _comparison(advisor, group)
        role = _not_named(advisor, text, topic, group)
    expected = {"ask": text, "roles": [role]}
    _mark_gap(advisor, expected, topic)
    return _questions(advisor, group, [expected], notes, topic)


def _not_named(advisor: Advisor, text: str, topic: str, group: Group) -> str:
    """Return the role of a comparison that the answer did not name; of both, the one that comes later."""
    answer = answer_to(advisor, text)
    named = group.last.roles
    if isinstance(answer, Recommendation) and answer.topic.id == topic:
        named = tuple(role.id for role in answer.roles)
    if not named:
        label = nearest(advisor, text)
        if label is not None and label.role and label.comparison == topic:
            return label.role

    roles = [role.id for role in advisor.composer.topics[topic].roles]
    others = [role for role in roles if role not in named]
    return others[0] if others else roles[-1]


def _as_answered(advisor: Advisor, text: str, group: Group, notes: tuple[str, ...]) -> Snippet:
    """Return a question with the answer that it gets now."""
    answer = answer_to(advisor, text)
    topic = topic_of(answer)
    name = topic.id if topic else _comparison(advisor, group)
    expected = _expected(answer, text)
    note = TO_CORRECT_ANSWER
    if expected is None:
        # Nobody must be content with a question back.
        note = ASKED_BACK
        role = _not_named(advisor, text, name, group)
        expected = {"ask": text, "roles": [role]}
    _mark_gap(advisor, expected, name)
    return _questions(advisor, group, [expected], (*notes, note), name)


def _expected(answer: Answer, text: str) -> dict[str, Any] | None:
    """Return the entry of a questions file that holds now; None for a question back."""
    match answer:
        case Recommendation():
            roles = [role.id for role in answer.roles]
            return {"ask": text, "roles": roles}
        case Definition():
            roles = [role.id for role in answer.roles]
            return {"ask": text, "answer": "definition", "roles": roles}
        case Difference():
            return {"ask": text, "answer": "difference"}
        case Order():
            return {"ask": text, "answer": "sequence"}
        case Clarification():
            return None
        case _:
            return {"not": text}


def _mark_gap(advisor: Advisor, entry: dict[str, Any], comparison: str) -> None:
    """Mark an entry that is not answered as it must be."""
    question = Question.model_validate(entry)
    answer = answer_to(advisor, question.text)
    if not is_answered(question, answer, comparison):
        entry["gap"] = True


def _questions(
    advisor: Advisor,
    group: Group,
    entries: list[dict[str, Any]],
    notes: tuple[str, ...],
    comparison: str = "",
) -> Snippet:
    """Return entries of a questions file; one by itself takes the place of no other."""
    name = comparison or _comparison(advisor, group)
    return Snippet(
        f"questions/{name}-asked.yaml",
        {"comparison": name, "questions": entries},
        notes,
    )


def _comparison(advisor: Advisor, group: Group) -> str:
    """Return the comparison that an answer was about, or else that is nearest to the question."""
    topics = advisor.composer.topics
    for entry in reversed(group.entries):
        if entry.topic in topics:
            return entry.topic
    label = nearest(advisor, group.text)
    if label is not None and label.comparison in topics:
        return label.comparison
    return next(iter(topics))


def _topic_of_role(advisor: Advisor, role_id: str) -> str:
    """Return the name of the first comparison that holds a role, empty for none."""
    for name, topic in advisor.composer.topics.items():
        if role_id in [role.id for role in topic.roles]:
            return name
    return ""
