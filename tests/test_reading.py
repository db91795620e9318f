"""What a message says: templates, statements with their status, what it does, and its plain letters."""

from __future__ import annotations

import pytest

from bot.advice.advisor import Advisor
from bot.advice.answers import Recommendation
from bot.conversation import answer_to
from bot.knowledge.collection import Knowledge
from bot.reading import Act, Status
from bot.reading.matcher import settled_terms
from bot.reading.plain import plain
from bot.reading.templates import TemplateError, Templates


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
    assert templates(knowledge, {"be": "(is|are)"}, template).is_found("a", said.split()) == is_found


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("(is|are", "opens a bracket that it does not close"),
        ("is) live", "closes a bracket that it does not open"),
        ("(is] live", "closes a bracket that it does not open"),
        ("[now]", "fits whatever is said"),
        ("<is> live", "there is no rule <is>"),
        ("<b>", "stands for itself"),
    ],
)
def test_a_template_that_cannot_be_understood_is_refused_with_the_reason(
    knowledge: Knowledge, template: str, fault: str
) -> None:
    with pytest.raises(TemplateError, match=fault):
        templates(knowledge, {"b": "<c>", "c": "<b>"}, template)


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ("serving, monitoring: all covered", [Status.THERE] * 3),
        ("nobody knew whether it works, and that has been settled", [Status.THERE] * 2),
        ("if we ever grow, we would need a platform", [Status.SUPPOSED] * 2),
        ("maybe one day we need scale, today it is about churn", [Status.SUPPOSED, Status.STATED]),
        ("scale? no. churn? nobody knows why", [Status.DENIED, Status.DENIED, Status.STATED, Status.MISSING]),
        ("the vendor says we need streaming, but the numbers are wrong", [Status.OPINION, Status.MISSING]),
    ],
)
def test_statements_share_and_end_each_others_status(
    advisor: Advisor, said: str, statuses: list[Status]
) -> None:
    assert [part.status for part in advisor.matcher.match(said).statements] == statuses


def test_a_word_said_of_what_is_fine_and_of_what_is_missing_counts_as_missing(advisor: Advisor) -> None:
    match = advisor.matcher.match("the latency is fine in the lab, but in production the latency is too slow")
    settled = {term.name for term in settled_terms(match.terms, match.statements)}
    assert advisor.matcher.reader.terms("lab")[0] in settled
    assert advisor.matcher.reader.terms("latency")[0] not in settled


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
    ],
)
def test_characters_that_nobody_sees_are_left_out(written: str, read: str) -> None:
    assert plain(written) == read
