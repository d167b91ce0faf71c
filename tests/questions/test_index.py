"""The search index: Chinese words of two characters, words in any case, and no query that breaks anything."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions import index
from questions.bank_loader import load_bank
from questions.models import ProblemVersion, Question, SearchEntry
from tests.questions.conftest import MakeQuestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(db: None) -> None:
    load_bank()


def slugs(query: str) -> list[str]:
    names = dict(Question.objects.values_list("pk", "slug"))
    return [names[one.question_id] for one in index.find(query) if one.question_id]


@pytest.mark.parametrize(
    "query", ["微调", "显存", "KV", "kv", "ＫＶ", "全参数微调", "language model", "语言模型 GPT"]
)
def test_the_shipped_bank_is_found(bank: None, query: str) -> None:
    assert slugs(query)


def test_strokes_alone_are_no_word(make_question: MakeQuestion) -> None:
    make_question("one", title_en="Perplexity of __init__ explained")
    assert slugs("_ perplexity") == slugs("perplexity __") == slugs("__init__") == ["one"]


def test_every_word_must_occur(bank: None) -> None:
    assert slugs("微调")
    assert slugs("微调 zzzzzz") == []


def test_the_last_word_may_be_unfinished(make_question: MakeQuestion) -> None:
    make_question("one", title_en="Perplexity explained")
    assert slugs("perplex") == ["one"]
    assert slugs("perplex explained") == []


def test_a_title_comes_before_a_text(make_question: MakeQuestion) -> None:
    make_question("text", plain_en="a word on quantisation and other things")
    make_question("title", title_en="Quantisation")
    assert slugs("quantisation") == ["title", "text"]


def test_an_unknown_chinese_word_is_found_where_its_characters_stand_together(
    make_question: MakeQuestion,
) -> None:
    make_question("together", title_zh="困惑度与霂靉")
    make_question("apart", title_zh="霂与靉")
    assert slugs("霂靉") == ["together"]


def test_what_is_saved_is_found_and_what_was_there_is_not(make_question: MakeQuestion) -> None:
    question = make_question("one", title_en="Before")
    question.title_en = "Afterwards"
    question.save()
    assert (slugs("before"), slugs("afterwards")) == ([], ["one"])


def test_what_is_removed_is_not_found(make_question: MakeQuestion) -> None:
    make_question("one", title_en="Fleeting").delete()
    assert index.find("fleeting") == []


def test_problems_are_found_by_title_tag_and_slug(fake_version: ProblemVersion) -> None:
    for query in ("Fake problem", "假题", "fake-problem"):
        assert [one.problem_id for one in index.find(query)] == [fake_version.problem_id]


def test_rebuilding_gives_the_same(bank: None, fake_version: ProblemVersion) -> None:
    before = slugs("微调")
    assert index.rebuild() == Question.objects.count() + 1 == SearchEntry.objects.count()
    assert slugs("微调") == before


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        '"',
        "a AND",
        "NEAR(",
        "*",
        "-",
        "(",
        "title:",
        "'; DROP TABLE x",
        "😀",
        "\0",
        "微" * 5000,
        "a b " * 3000,
        "%s",
    ],
)
def test_no_query_breaks_anything(bank: None, query: str) -> None:
    assert isinstance(index.find(query), list)


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_can_be_typed_breaks_anything(db: None, query: str) -> None:
    assert index.find(query) == []
