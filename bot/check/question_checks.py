"""Asking every question of the knowledge: which get their answer, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.advice.advisor import Advisor
from bot.advice.answers import (
    Acknowledgement,
    Answer,
    Clarification,
    Definition,
    OutOfScope,
    Recommendation,
    SmallTalk,
    WhichTopic,
    intent,
    topic_of,
)
from bot.check.grading import Checked, Grade
from bot.check.naming import expected_of, given_by
from bot.check.phrase_index import PhraseIndex
from bot.check.phrasebook import Phrasebook
from bot.check.places import Place
from bot.check.pulls import pull_of
from bot.check.question_files import File
from bot.conversation import answer_to
from bot.errors import Problem
from bot.knowledge.collection import Knowledge
from bot.knowledge.questions import NO_TOPIC, Question
from bot.knowledge.reader import Reading
from bot.progress import steps
from bot.replies.parts import shortened


def ask_all(file: File, advisor: Advisor, book: Phrasebook, index: PhraseIndex) -> Iterator[Checked]:
    """Ask the questions of a file; the book tells which phrases lead to wrong answers."""
    asked = steps(f"Asking the questions of {file.comparison}", file.asked.questions)
    for number, question in enumerate(asked):
        field = "ask" if question.ask else "not"
        place = Place(file.document, ("questions", number, field))

        answer = answer_to(advisor, question.text)
        verdict = judge(question, answer, file.comparison)
        expected = expected_of(question)
        given = given_by(
            answer,
            file.comparison,
            with_criterion=True,
            with_topic=question.topic is not None,
        )

        asked_text = shortened(question.text)
        quoted = f'"{asked_text}"'
        # The message of a right answer is reported only if it was marked as a gap.
        pull = None
        if verdict is Grade.RIGHT:
            message = f"{quoted} is answered as it should be; remove its `gap: true`"
        else:
            pull = pull_of(advisor, question, file, answer, book)
            message = f"{quoted} must get {expected}, but gets {given}\n    {pull.text}"

        # Shipped questions were written first: a phrase of one's own may be like one by chance.
        repeats = None
        phrase = None
        if not file.is_foreign:
            phrase = index.repeated_by(question.text)
        if phrase is not None:
            repeated = f'repeats the phrase "{phrase}" and proves nothing; ask in other words'
            repeats = place.problem(repeated)
            if verdict is Grade.RIGHT:
                verdict = Grade.REPEATS

        problem = place.problem(message)
        yield Checked(
            file=file,
            question=question,
            expected=expected,
            given=given,
            verdict=verdict,
            problems=(problem,),
            repeats=repeats,
            pull=pull,
        )


def judge(question: Question, answer: Answer, comparison: str) -> Grade:
    """Tell whether an answer is the one that the question must get."""
    if is_answered(question, answer, comparison):
        return Grade.RIGHT
    if isinstance(answer, Clarification | WhichTopic):
        return Grade.ASKED
    return Grade.WRONG


def is_answered(question: Question, answer: Answer, comparison: str) -> bool:
    """Tell whether kind, comparison, roles and criterion of an answer are those that the question must get.

    A question that fits several comparisons is answered rightly by asking which of them it is about.
    """
    if question.not_ is not None:
        is_refused = isinstance(answer, OutOfScope | SmallTalk | Acknowledgement)
        return is_refused and _names(answer, question.topic)

    if isinstance(answer, WhichTopic):
        is_offered = comparison in topics_of(answer)
        return is_offered and question.answer == answer.asked
    if not is_right(answer, question.answer, question.roles, comparison):
        return False

    # Only a recommendation is decided by criteria.
    if not isinstance(answer, Recommendation):
        return True
    if question.criterion is None:
        return True
    decided = [reason.criterion for reason in answer.reasons]
    return question.criterion in decided


def is_right(answer: Answer, kind: str, roles: Iterable[str], comparison: str) -> bool:
    """Tell whether an answer is of this kind, about this comparison, and names these roles."""
    if intent(answer) != kind:
        return False
    # A role that stands in two comparisons may be defined by either.
    if isinstance(answer, Definition):
        defined = {role.id for role in answer.roles}
        return defined.issuperset(roles)

    about = topics_of(answer)
    if about and comparison not in about:
        return False
    if isinstance(answer, Recommendation):
        recommended = {role.id for role in answer.roles}
        return recommended == set(roles)
    return True


def topics_of(answer: Answer) -> set[str]:
    """Return the names of the comparisons that an answer is about, or gives to choose from."""
    if isinstance(answer, WhichTopic):
        return {topic.id for topic in answer.topics}
    if isinstance(answer, Clarification):
        return {choice.topic for choice in answer.choices}
    topic = topic_of(answer)
    if topic is None:
        return set()
    return {topic.id}


def _names(answer: Answer, topic: str | None) -> bool:
    """Tell whether what gets no advice is said to be about this topic; an unknown role may be named too."""
    if topic is None:
        return True
    if not isinstance(answer, OutOfScope):
        return topic == NO_TOPIC
    if answer.strangers:
        return topic != NO_TOPIC
    return (answer.subject or NO_TOPIC) == topic


def silent_examples(knowledge: Knowledge, advisor: Advisor, reading: Reading) -> Iterator[Problem]:
    """Yield the examples of one's own comparisons that get neither its answer nor a choice of it."""
    for name, comparison in knowledge.served().items():
        document = reading.comparisons[name]
        if reading.is_foreign(document):
            continue
        for index, example in enumerate(comparison.examples):
            answer = answer_to(advisor, example)
            # To choose from comparisons is fair; an example that is asked back about needs more words.
            is_asked_back = isinstance(answer, Clarification)
            if name in topics_of(answer) and not is_asked_back:
                continue

            given = given_by(answer, name, with_criterion=True)
            quoted = shortened(example)
            message = f'"{quoted}" is suggested, but gets {given}; reword it'
            location = ("examples", index)
            yield document.problem(location, message)
