"""What holds for any text at all."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.advice.advisor import Advisor
from bot.advice.answers import OutOfScope, Recommendation
from bot.check.explain import explanation
from bot.conversation import answer_to
from bot.knowledge.collection import Knowledge
from bot.reading.words import READ_LIMIT
from bot.replies import blocks
from bot.replies.describe import describe
from bot.slack.payloads import decode

REFUSED = (
    "where is the nearest bakery",
    "what's the weather like",
    "what would an ML engineer cost us a year?",
    "how do I become a data scientist",
    "CUDA out of memory",
)
UNHEARD = st.text(alphabet="qxzjvk", min_size=6, max_size=12)
NEEDS = ["model", "data", "production", "fast", "we", "need", "no", "not", "have", "and", "but", "deploy"]
anything = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(NEEDS)).map(" ".join))


@pytest.fixture(scope="module")
def twin(knowledge: Knowledge) -> Advisor:
    return Advisor(knowledge)


@given(anything)
@example("İİİ ﬃ ǅ \u0130" * 20)
@example("\ud800")
@example("{role}{role}{{role}}")
@example("a/b/c&d-e'f " * 50)
def test_any_text_is_answered_explained_and_rendered(advisor: Advisor, text: str) -> None:
    message = blocks.message(describe(answer_to(advisor, decode(text))))
    assert message["text"]
    assert message["blocks"]
    assert list(explanation(advisor, text))


@given(anything)
def test_two_bots_give_the_same_answer(advisor: Advisor, twin: Advisor, text: str) -> None:
    assert answer_to(advisor, text) == answer_to(twin, text)


@given(anything)
def test_words_quoted_as_reasons_stand_in_the_question(advisor: Advisor, text: str) -> None:
    answer = answer_to(advisor, text)
    if isinstance(answer, Recommendation):
        assert all(quote in text for reason in answer.reasons for quote in reason.words)


@given(st.text(min_size=READ_LIMIT, max_size=READ_LIMIT + 50), st.text(max_size=200))
def test_nothing_past_the_limit_changes_the_answer(advisor: Advisor, text: str, rest: str) -> None:
    assert answer_to(advisor, text) == answer_to(advisor, text + rest)


@given(st.sampled_from(REFUSED), st.lists(UNHEARD, max_size=12))
def test_refusing_stays_refusing_when_words_of_no_phrase_are_added(
    advisor: Advisor, question: str, more: list[str]
) -> None:
    assert isinstance(answer_to(advisor, question), OutOfScope)
    assert isinstance(answer_to(advisor, " ".join([question, *more])), OutOfScope)
