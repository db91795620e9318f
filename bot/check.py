"""Is the knowledge right as a whole: does every question get its answer, and is none of them a phrase?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.advisor import Advisor
from bot.answers import INTENTS, Answer, Definition, OutOfScope, Recommendation, SmallTalk
from bot.knowledge import Knowledge, Question

TOO_ALIKE = 0.8
"""Share of common words from which a question proves nothing, because it repeats a phrase."""


def problems(knowledge: Knowledge, advisor: Advisor) -> Iterator[str]:
    """Yield every question that does not get its answer, or proves nothing, with what to do."""
    for questions in knowledge.questions.values():
        for question in questions.questions:
            right = is_answered(question, advisor.answer(question.text))
            if right and question.gap:
                yield f'"{question.text}" is answered as it should be; take its `gap: true` away'
            elif not right and not question.gap:
                yield f'"{question.text}" does not get its answer; see `whichrole ask --explain`, add phrases'
    for asked, phrase in repeated_phrases(knowledge, advisor):
        yield f'"{asked}" repeats the phrase "{phrase}" and proves nothing; ask in other words'


def is_answered(question: Question, answer: Answer) -> bool:
    """Tell whether an answer is the one that the question must get."""
    if question.not_ is not None:
        return isinstance(answer, OutOfScope | SmallTalk)
    if INTENTS[type(answer)] != question.answer:
        return False
    if isinstance(answer, Recommendation):
        criteria = [reason.criterion for reason in answer.reasons]
        found = question.criterion is None or question.criterion in criteria
        return found and {role.id for role in answer.roles} == set(question.roles)
    if isinstance(answer, Definition):
        return set(question.roles) <= {role.id for role in answer.roles}
    return True


def repeated_phrases(knowledge: Knowledge, advisor: Advisor) -> Iterator[tuple[str, str]]:
    """Yield every question that is a phrase, or nearly so, with that phrase."""
    terms = advisor.matcher.reader.terms
    phrases = [(phrase, frozenset(terms(phrase))) for _, phrase in advisor.matcher.phrases]
    for questions in knowledge.questions.values():
        for question in questions.questions:
            asked = frozenset(terms(question.text))
            for phrase, known in phrases:
                if len(asked & known) >= TOO_ALIKE * len(asked | known):
                    yield question.text, phrase
