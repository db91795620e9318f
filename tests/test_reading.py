"""What a message says: templates, statements with their status, what it does, and its plain letters."""

from __future__ import annotations

import pytest

from bot.advisor import Advisor
from bot.answers import Recommendation
from bot.conversation import answer_to
from bot.reading import Act, Status
from bot.reading.plain import plain
from bot.reading.templates import TemplateError, Templates

RULES = {"be": "(is|are)"}


@pytest.mark.parametrize(
    ("template", "said", "place"),
    [
        ("<be> [now] live", "the model is live", (2, 3)),
        ("<be> [now] live", "the model is now live", (2, 4)),
        ("<be> [now] live", "the model was live", None),
        ("no * left", "no seat at all left", (0, 4)),
        ("no * left", "no seat at all is left", None),
        ("^ live", "it is live", None),
        ("live $", "it is live", (2, 2)),
        ("live $", "live since may", None),
        ("only <number> (hire|head)", "only 1 hire", (0, 2)),
    ],
)
def test_a_template_finds_the_words_that_it_describes(
    template: str, said: str, place: tuple[int, int] | None
) -> None:
    assert Templates(RULES, {"a": [template]}).find("a", said.split()) == place


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("(is|are", "opens a bracket that it does not close"),
        ("is) live", "closes a bracket that it does not open"),
        ("(is] live", "closes a bracket that it does not open"),
        ("<is> live", "there is no rule <is>"),
    ],
)
def test_a_template_that_cannot_be_understood_is_refused_with_the_reason(template: str, fault: str) -> None:
    with pytest.raises(TemplateError, match="(?s)" + fault.replace("<", "[<]")):
        Templates(RULES, {"a": [template]})


def test_a_rule_that_stands_for_itself_is_refused() -> None:
    with pytest.raises(TemplateError, match="stands for itself"):
        Templates({"a": "<b>", "b": "<a>"}, {"x": ["<a>"]})


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
