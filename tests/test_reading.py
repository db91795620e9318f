"""What a message says: templates, statements with their status, what it does, and its plain letters."""

from __future__ import annotations

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answers import Recommendation
from bot.conversation import answer_to
from bot.knowledge.collection import Knowledge
from bot.reading import EVERYDAY, REFUSAL, Act, Status
from bot.reading.features import SEVERAL_ROLES
from bot.reading.plain import plain
from bot.reading.spelling import Spelling
from bot.reading.templates import Notation, TemplateError, Templates, as_said


def templates(knowledge: Knowledge, rules: dict[str, str], template: str) -> Templates:
    language = knowledge.language.model_copy(update={"rules": rules})
    return Templates(language, {"a": [template]})


@pytest.mark.parametrize(
    ("template", "said", "is_found"),
    [
        ("<be> [now] live", "the model is live", True),
        ("<be> [now] live", "the model is now live", True),
        ("<be> [now] live", "the model was live", False),
        ("seats * left", "seats at all times left", True),
        ("seats * left", "seats at all times are left", False),
        ("seats * left", "seats are never left", False),
        ("^ live", "it is live", False),
        ("live $", "it is live", True),
        ("live $", "live since may", False),
        ("only <number> (hire|head)", "only 1 hire", True),
    ],
)
def test_a_template_finds_the_words_that_it_describes(
    knowledge: Knowledge, template: str, said: str, is_found: bool
) -> None:
    assert templates(knowledge, {"be": "(is|are)"}, template).is_found("a", as_said(said.split())) == is_found


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("(is|are", "opens a bracket that it does not close"),
        ("is) live", "closes a bracket that it does not open"),
        ("(is] live", "closes a bracket that it does not open"),
        ("[now]", "fits whatever is said"),
        ("^ (now|[live])", "fits whatever is said"),
        ("* <d>", "fits whatever is said"),
        ("<is> live", "there is no rule <is>"),
        ("<b>", "stands for itself"),
    ],
)
def test_a_template_that_cannot_be_understood_is_refused_with_the_reason(
    knowledge: Knowledge, template: str, fault: str
) -> None:
    language = knowledge.language.model_copy(update={"rules": {"b": "<c>", "c": "<b>", "d": "[is]"}})
    with pytest.raises(TemplateError, match=fault):
        Notation(language).check(template)


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ("serving, monitoring: all covered", [Status.THERE] * 3),
        ("nobody knew whether it works, and that has been settled", [Status.THERE] * 2),
        ("if we ever grow, we would need a platform", [Status.SUPPOSED] * 2),
        ("maybe one day we need scale, today it is about churn", [Status.SUPPOSED, Status.STATED]),
        ("scale? no. churn? nobody knows why", [Status.DENIED, Status.DENIED, Status.STATED, Status.MISSING]),
        ("the vendor says we need streaming, but the numbers are wrong", [Status.OPINION, Status.MISSING]),
        ("nobody could explain the churn, not any more", [Status.PAST] * 2),
    ],
)
def test_statements_share_and_end_each_others_status(
    advisor: Advisor, said: str, statuses: list[Status]
) -> None:
    assert [part.status for part in advisor.matcher.match(said).statements] == statuses


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("we lose 1,200 orders a day", 1),
        ("we lose orders, 200 a day", 2),
        ("we care for speed and uptime", 1),
        ("we care for speed and the uptime of servers", 2),
    ],
)
def test_a_message_is_cut_where_something_else_is_said(advisor: Advisor, said: str, count: int) -> None:
    assert len(advisor.matcher.match(said).statements) == count


@pytest.mark.parametrize(
    ("written", "meant"),
    [("infrastucure", "infrastructure"), ("custmers", "customers"), ("custmrs", ""), ("modl", "")],
)
def test_a_long_word_may_have_two_errors_a_shorter_one_one_and_a_short_one_none(
    advisor: Advisor, written: str, meant: str
) -> None:
    (word,) = advisor.matcher.words(written)
    assert (word.stem,) == advisor.matcher.reader.stems(meant or written)


def test_of_two_words_equally_near_the_shorter_one_is_meant(advisor: Advisor) -> None:
    spelling = Spelling({"q5": "qrstu", "q7": "qrstuvw"}, str.upper, lambda stems: [False for _ in stems])
    ((word,),) = spelling.corrected(advisor.matcher.reader.clauses("qrstuv"))
    assert word.stem == "QRSTU"


@pytest.mark.parametrize(
    ("said", "strangers"),
    [
        ("do we need a solution architect", ("solution architect",)),
        ("our manager sees no need", ()),
        ("which office do we take", ()),
    ],
)
def test_a_stranger_is_a_job_that_is_asked_for(
    advisor: Advisor, said: str, strangers: tuple[str, ...]
) -> None:
    assert advisor.matcher.match(said).strangers == strangers


@pytest.mark.parametrize(
    ("said", "are_several"), [("data scientist or ml engineer", True), ("a data scientist", False)]
)
def test_that_several_roles_are_named_is_a_feature(advisor: Advisor, said: str, are_several: bool) -> None:
    names = {feature.name for feature in advisor.matcher.match(said).features}
    assert (SEVERAL_ROLES in names) == are_several


def test_what_is_remembered_of_a_message_cannot_be_changed(advisor: Advisor) -> None:
    evidence = advisor.matcher.match("the latency is too slow").needs
    with pytest.raises(TypeError):
        evidence.outcomes[REFUSAL] = 0.0  # type: ignore[index]
    with pytest.raises(TypeError):
        evidence.labels[EVERYDAY] = 0.0  # type: ignore[index]


def test_a_word_said_of_what_is_fine_and_of_what_is_missing_counts_as_missing(advisor: Advisor) -> None:
    match = advisor.matcher.match("the latency is fine in the lab, but in production the latency is too slow")
    settled = {feature.name for feature in match.features if feature.is_settled}
    assert advisor.matcher.reader.stems("lab")[0] in settled
    assert advisor.matcher.reader.stems("latency")[0] not in settled


@pytest.mark.parametrize(
    ("said", "is_foreign"),
    [
        ("500 requests per second, non-stop crashes", False),
        ("Los Angeles, Las Vegas and San Diego lack forecasts", False),
        ("Niemand versteht unsere Daten und wir haben keine Zeit", True),
    ],
)
def test_english_is_never_taken_for_another_language(advisor: Advisor, said: str, is_foreign: bool) -> None:
    assert advisor.matcher.is_foreign(advisor.matcher.match(said)) == is_foreign


def test_what_is_there_speaks_for_the_other_role_and_is_never_quoted(advisor: Advisor) -> None:
    answer = answer_to(advisor, "latency is fine, uptime is fine, but the predictions are plain wrong")
    assert isinstance(answer, Recommendation)
    assert [role.id for role in answer.roles] == ["data-scientist"]
    quotes = " ".join(words for reason in answer.reasons for words in reason.words)
    assert "latency" not in quotes
    assert "uptime" not in quotes


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("Understood. And who wrote that down?", Act.SOURCE),
        ("ok ok. but why?", Act.WHY),
        ("thanks, which one first?", Act.ORDER),
        ("thanks", Act.THANK),
    ],
)
def test_what_only_agrees_is_passed_over(advisor: Advisor, said: str, act: Act) -> None:
    assert advisor.matcher.act(advisor.matcher.match(said)) is act


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("pro\u00adduction", "production"),
        ("pro\u200bduction", "production"),
        ("cafe\u0301", "caf\u00e9"),
        ("\U0001f44d\U0001f3fd", "\U0001f44d"),
        ("> who do we need?\nwhy?", "why?"),
        ("> only a quoted line", "> only a quoted line"),
        ("<https://example.com|our models are slow>", ""),
        ("why?\nERROR: model not found", "why?"),
    ],
)
def test_what_nobody_says_is_left_out(written: str, read: str) -> None:
    assert plain(written) == read
