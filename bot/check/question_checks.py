"""Asking every question of the knowledge: which are answered as they must be, and what decided the others."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.advice.advisor import Advisor, best_label
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
)
from bot.advice.decision import Decision, Verdict, decide
from bot.check.explain import outcome_name, readable
from bot.check.phrasebook import Phrasebook
from bot.check.question_files import File
from bot.conversation import answer_to
from bot.errors import Problem
from bot.knowledge.models import NO_TOPIC, Clause, Conversation, Knowledge, Question
from bot.knowledge.reader import Reading
from bot.reading import RECOMMENDATION, REFUSAL, Feature, Kind, Label, Outcome, Weights

TOO_ALIKE = 0.8
"""Share of common words from which a question proves nothing, because it repeats a phrase."""
MAX_WORDS = 4
"""Words that an explanation quotes for each side."""
NO_ADVICE = "no advice"

Category = TypeVar("Category", Label, Outcome)


class Grade(StrEnum):
    """How a question was answered."""

    RIGHT = "right"
    ASKED = "asked back"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Checked:
    """One question, what it must get and what it gets, and what is to be reported if it is to be.

    Conversations and clauses count as questions here.
    """

    file: File
    question: Question | Conversation | Clause
    expected: str
    given: str
    verdict: Grade
    problems: tuple[Problem, ...]

    @property
    def comparison(self) -> str:
        """Name of the comparison that is asked about."""
        return self.file.comparison

    @property
    def is_gap(self) -> bool:
        """Whether it is known not to be answered rightly yet."""
        return self.question.gap and self.verdict is not Grade.RIGHT


@dataclass(frozen=True, slots=True)
class Row:
    """How the questions for one thing are answered, and what they get instead of it.

    A known gap is counted as such only, until it is answered rightly.
    """

    expected: str
    verdicts: Mapping[Grade, int]
    confusions: Mapping[str, int]
    gaps: int


def ask_all(file: File, advisor: Advisor, book: Phrasebook) -> Iterator[Checked]:
    """Ask the questions of a file; the phrasebook tells which phrases lead to wrong answers."""
    for index, question in enumerate(file.asked.questions):
        answer = answer_to(advisor, question.text)
        verdict = judge(question, answer, file.comparison)
        expected, given = _expected(question), _given(answer, file.comparison, question.topic is not None)
        message = f'"{shortened(question.text)}" is answered as it should be; remove its `gap: true`'
        if verdict is not Grade.RIGHT:
            wrong = f'"{shortened(question.text)}" must get {expected}, but gets {given}'
            message = advised(f"{wrong}\n    {why(advisor, question, file.comparison, answer, book)}", file)
        place = ("questions", index, "ask" if question.ask else "not")
        yield Checked(file, question, expected, given, verdict, (file.document.problem(place, message),))


def advised(wrong: str, file: File) -> str:
    """Return what is wrong; of what comes with whichrole also what can be done about it."""
    if not file.is_foreign:
        return wrong
    return f"{wrong}\n    if your phrases pull it away, make them more specific, or live with it"


def silent_examples(knowledge: Knowledge, advisor: Advisor, reading: Reading) -> Iterator[Problem]:
    """Yield the examples of one's own comparisons that get neither its answer nor a choice of it."""
    for name, comparison in knowledge.served().items():
        if reading.is_foreign(reading.comparisons[name]):
            continue
        for index, example in enumerate(comparison.examples):
            answer = answer_to(advisor, example)
            topics = answer.topics if isinstance(answer, WhichTopic) else (getattr(answer, "topic", None),)
            if name not in [topic.id for topic in topics if topic]:
                message = f'"{shortened(example)}" is suggested, but gets {_given(answer, name)}; reword it'
                yield reading.comparisons[name].problem(("examples", index), message)


def judge(question: Question, answer: Answer, comparison: str) -> Grade:
    """Tell whether an answer is the one that the question must get."""
    if is_answered(question, answer, comparison):
        return Grade.RIGHT
    return Grade.ASKED if isinstance(answer, Clarification | WhichTopic) else Grade.WRONG


def is_answered(question: Question, answer: Answer, comparison: str) -> bool:
    """Tell whether kind, comparison, roles and criterion of an answer are those that the question must get.

    A question that fits several comparisons is answered rightly by asking which of them it is about.
    """
    if question.not_ is not None:
        is_refused = isinstance(answer, OutOfScope | SmallTalk | Acknowledgement)
        return is_refused and _names(answer, question.topic)
    if isinstance(answer, WhichTopic):
        return question.answer == answer.asked and comparison in [topic.id for topic in answer.topics]
    if intent(answer) != question.answer:
        return False
    if isinstance(answer, Definition):  # a role that stands in two comparisons may be defined by either
        return set(question.roles) <= {role.id for role in answer.roles}
    topic = getattr(answer, "topic", None)
    if topic is not None and topic.id != comparison:
        return False
    if isinstance(answer, Recommendation):
        criteria = [reason.criterion for reason in answer.reasons]
        found = question.criterion is None or question.criterion in criteria
        return found and {role.id for role in answer.roles} == set(question.roles)
    return True


def _names(answer: Answer, topic: str | None) -> bool:
    """Tell whether what gets no advice is said to be about this topic; an unknown role may be named too."""
    if topic is None:
        return True
    if not isinstance(answer, OutOfScope):
        return topic == NO_TOPIC
    if answer.strangers:
        return topic != NO_TOPIC
    return (answer.subject or NO_TOPIC) == topic


def wrong_answers(asked: Iterable[Checked]) -> tuple[list[Problem], list[Problem]]:
    """Return the wrong answers, and what is only to be noted: drafts, shipped ones, closed gaps."""
    wrong: list[Problem] = []
    doubtful: list[Problem] = []
    for one in asked:
        is_right, is_foreign = one.verdict is Grade.RIGHT, one.file.is_foreign
        if is_right and one.question.gap and not is_foreign:
            doubtful += one.problems
        elif not is_right and not one.question.gap:
            (doubtful if one.file.is_draft or is_foreign else wrong).extend(one.problems)
    return wrong, doubtful


def table(asked: Iterable[Checked]) -> dict[str, list[Row]]:
    """Return for each comparison how the questions for each criterion and each other answer are answered."""
    verdicts: dict[tuple[str, str], Counter[Grade]] = defaultdict(Counter)
    confusions: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    gaps: Counter[tuple[str, str]] = Counter()
    for one in asked:
        key = one.comparison, one.expected
        gaps[key] += one.is_gap
        verdicts[key][one.verdict] += not one.is_gap
        if one.verdict is Grade.WRONG:
            confusions[key][one.given] += 1
    rows: dict[str, list[Row]] = defaultdict(list)
    for key, counted in verdicts.items():
        comparison, expected = key
        rows[comparison].append(Row(expected, counted, dict(confusions[key].most_common()), gaps[key]))
    return rows


def repeated_phrases(knowledge: Knowledge, advisor: Advisor, reading: Reading) -> Iterator[Problem]:
    """Yield every question of one's own that is a phrase, or nearly so.

    Of two sets that share this many words, one of the rarest words must be common to both (prefix filter,
    Chaudhuri et al., 2006), so that few pairs are compared.
    """
    terms = advisor.matcher.reader.stems
    phrases = [(phrase, frozenset(terms(phrase))) for _, phrase in advisor.matcher.phrases]
    holding: dict[str, list[int]] = defaultdict(list)
    for number, (_, known) in enumerate(phrases):
        for term in known:
            holding[term].append(number)
    for name, questions in knowledge.questions.items():
        if reading.is_foreign(reading.questions[name]):
            continue
        for index, question in enumerate(questions.questions):
            words = frozenset(terms(question.text))
            rarest = sorted(words, key=lambda term: (len(holding.get(term, ())), term))
            needed = len(words) - math.ceil(TOO_ALIKE * len(words)) + 1
            near = {number for term in rarest[:needed] for number in holding.get(term, ())}
            for phrase, known in (phrases[number] for number in sorted(near)):
                if len(words & known) >= TOO_ALIKE * len(words | known):
                    message = f'repeats the phrase "{phrase}" and proves nothing; ask in other words'
                    place = ("questions", index, "ask" if question.ask else "not")
                    yield reading.questions[name].problem(place, message)


def why(advisor: Advisor, question: Question, comparison: str, answer: Answer, book: Phrasebook) -> str:
    """Return which words speak for what the question gets, and which for what it must get.

    A second line quotes the phrases that hold the words which pull it the wrong way.
    """
    matcher = advisor.matcher
    match = matcher.match(question.text)
    if not match.features:
        return "it holds no words"
    if isinstance(answer, OutOfScope) and answer.strangers:
        return f"it names {', '.join(answer.strangers)}, which no comparison knows"
    decision = decide(matcher, match)
    given, wanted = _opposed(decision, question, comparison)
    rival: Label | Outcome = given
    if given == wanted and question.criterion and wanted.role:
        best = rival = best_label(match, Kind.CRITERION)
        label = Label(Kind.CRITERION, question.criterion, comparison, wanted.role)
        leads = _leads(matcher.label_weights, match.features, best, label)
        names = best.id, label.id
    else:
        leads = _leads(matcher.outcome_weights, match.features, given, wanted)
        names = outcome_name(given), outcome_name(wanted)
    gate = f"{decision.verdict}: {decision.gate}"
    if names[0] == names[1]:
        return gate  # no word tells them apart
    sides = (f"for {names[0]}: {_words(leads, 1)}", f"for {names[1]}: {_words(leads, -1)}")
    explained = f"{'; '.join(sides)}; {gate}"
    # Who wants both roles, or says that nothing is missing, is not led astray by a phrase.
    if len(question.roles) > 1 or decision.verdict is Verdict.NO_NEED:
        return explained
    pulling = [f'"{shortened(one.text)}" ({one.place})' for one in book.pulling(rival, _strongest(leads, 1))]
    return f"{explained}\n    pulled away by {' and '.join(pulling)}" if pulling else explained


def _opposed(decision: Decision, question: Question, comparison: str) -> tuple[Outcome, Outcome]:
    """Return what pulls a question the wrong way, and what it must get.

    If what it must get was not even weighed before asking back, it is what it was torn between.
    """
    expected = _outcome(question, comparison)
    first, *others = decision.outcomes
    is_between_two = decision.verdict in (Verdict.ASK, Verdict.BOTH_ROLES)
    if is_between_two and first == expected and len(question.roles) == 1:
        return others[0], expected
    if decision.verdict is Verdict.ASK:
        return first, others[0]
    return first, expected


def _leads(
    weights: Weights[Category], features: Iterable[Feature], given: Category, wanted: Category
) -> list[tuple[float, Feature]]:
    """Return how much more each feature speaks for what is given than for what is wanted."""
    leads = []
    for feature in features:
        lead = weights.weight(feature.name, given) - weights.weight(feature.name, wanted)
        leads.append((lead, feature))
    return leads


def _strongest(leads: Iterable[tuple[float, Feature]], sign: int) -> list[tuple[float, Feature]]:
    """Return the features that speak most for one side: for what is given (1), or for what is wanted (-1)."""
    weighed = [(sign * lead, feature) for lead, feature in leads if sign * lead > 0]
    weighed.sort(key=lambda item: (-item[0], readable(item[1])))
    return weighed[:MAX_WORDS]


def _words(leads: Iterable[tuple[float, Feature]], sign: int) -> str:
    return ", ".join(f'"{readable(feature)}"' for _, feature in _strongest(leads, sign)) or "nothing"


def _outcome(question: Question, comparison: str) -> Outcome:
    if question.not_ is not None:
        return REFUSAL
    if question.answer == RECOMMENDATION:
        return Outcome(RECOMMENDATION, comparison, question.roles[0] if question.roles else "")
    return Outcome("small-talk" if question.answer == "smalltalk" else question.answer)


def _expected(question: Question) -> str:
    if question.not_ is not None:
        return _refused(question.topic)
    roles = " and ".join(sorted(question.roles))
    if question.answer == RECOMMENDATION:
        return question.criterion if question.criterion and len(question.roles) == 1 else roles
    return f"{question.answer} of {roles}" if roles else question.answer


def _refused(topic: str | None) -> str:
    """Return what a refusal is called in reports: by its near-by topic, if that matters."""
    if topic is None:
        return NO_ADVICE
    return f"{NO_ADVICE}, no topic" if topic == NO_TOPIC else f"{NO_ADVICE} on {topic}"


def _given(answer: Answer, comparison: str, with_topic: bool = False) -> str:
    """Return what an answer says, as `_expected` names it; of another comparison also its name."""
    if isinstance(answer, OutOfScope):
        return _refused(answer.subject or NO_TOPIC) if with_topic else NO_ADVICE
    given = intent(answer)
    if isinstance(answer, Recommendation | Definition):
        roles = " and ".join(sorted(role.id for role in answer.roles))
        given = roles if isinstance(answer, Recommendation) else f"{given} of {roles}"
    if isinstance(answer, Recommendation) and len(answer.roles) == 1:
        given = answer.reasons[0].criterion
    topic = getattr(answer, "topic", None)
    return given if topic is None or topic.id == comparison else f"{given} in {topic.id}"


def shortened(text: str, limit: int = 100) -> str:
    """Return a text on one line that is not too long to be quoted."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
