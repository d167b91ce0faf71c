"""The search page: filters, what the reader did, what is marked, how many queries it takes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from judge.search import Filters, search
from questions.models import ProblemVersion, Question
from runners.base import VerdictCode
from tests.conftest import MakeUser
from tests.judge.conftest import Judged
from tests.questions.conftest import MakeQuestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def easy(make_question: MakeQuestion) -> Question:
    return make_question("one", title_en="Gradient descent", difficulty="easy")


def found(user: User | None = None, **asked: str) -> list[str]:
    return [hit.question.slug if hit.question else "problem" for hit in search(Filters(**asked), user)]


def test_questions_and_problems_are_found_together(easy: Question, fake_version: ProblemVersion) -> None:
    assert found() == ["one", "problem"]
    assert found(query="gradient") == ["one"]
    assert found(query="fake") == ["problem"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "question"}, ["one"]),
        ({"kind": "fake"}, ["problem"]),
        ({"kind": "none"}, []),
        ({"difficulty": "hard"}, []),
        ({"difficulty": "easy"}, ["one", "problem"]),
        ({"topic": "none"}, []),
    ],
)
def test_filters_narrow(
    easy: Question, fake_version: ProblemVersion, asked: dict[str, str], expected: list[str]
) -> None:
    assert found(**asked) == expected


def test_what_the_reader_did_narrows(
    easy: Question, fake_version: ProblemVersion, make_user: MakeUser, judged: Judged
) -> None:
    user = make_user()
    assert found(user, state="new") == ["one", "problem"]
    judged(user, VerdictCode.WRONG_ANSWER)
    assert (found(user, state="tried"), found(user, state="done")) == (["problem"], [])
    judged(user)
    assert (found(user, state="tried"), found(user, state="done")) == ([], ["problem"])
    assert found(make_user(username="other"), state="new") == ["one", "problem"]


def test_what_is_retired_is_not_found(easy: Question) -> None:
    Question.objects.update(retired=True)
    assert found(query="gradient") == []


def test_words_are_marked_and_nothing_else_is_markup(client: Client, make_question: MakeQuestion) -> None:
    make_question("one", title_en="<b>Gradient</b> descent")
    english = {"accept-language": "en"}
    page = client.get(reverse("search"), {"q": "gradient"}, headers=english).content.decode()
    assert "&lt;b&gt;<mark>Gradient</mark>&lt;/b&gt; descent" in page
    asked = client.get(reverse("search"), {"q": '"><script>x</script>'}, headers=english).content.decode()
    assert "<script>x" not in asked


def test_htmx_gets_the_results_alone(client: Client, easy: Question) -> None:
    answer = client.get(
        reverse("search"), {"q": "gradient"}, headers={"hx-request": "true", "hx-target": "results"}
    )
    text = answer.content.decode()
    assert text.lstrip().startswith('<div id="results"')
    assert "HX-Target" in answer["Vary"]


def test_nothing_found_says_what_to_do(client: Client, easy: Question) -> None:
    page = client.get(reverse("search"), {"q": "zzzz"}, headers={"accept-language": "en"}).content.decode()
    assert "Try fewer words" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_however_much_is_found(
    client: Client,
    make_user: MakeUser,
    make_question: MakeQuestion,
    fake_version: ProblemVersion,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        make_question(f"q{number}", title_en="Gradient")
    client.force_login(make_user())
    with django_assert_num_queries(15):
        assert client.get(reverse("search"), {"q": "gradient"}).context["page"].paginator.count == count
