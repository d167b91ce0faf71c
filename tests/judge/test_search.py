"""The search page: filters, what the reader did, what is marked, how many queries it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from judge import services
from judge.models import Submission
from judge.search import Filters, State, search
from judge.selectors import has_solved
from judge.services import keep_verdict
from questions import selectors as bank
from questions.index import index_problem
from questions.models import ProblemVersion, Question
from runners.base import VerdictCode
from study import services as study
from study.models import Rating
from study.selectors import learner_of
from tests.conftest import MakeUser
from tests.judge.conftest import Judged, MakeProblem
from tests.questions.conftest import MakeQuestion
from tests.rows import new_verdict

QUERIES = 15

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


def test_what_is_searched_is_the_version_that_is_shown(
    fake_version: ProblemVersion, make_user: MakeUser
) -> None:
    fake_version.title_en = "Olden"
    fake_version.save()
    newer = ProblemVersion.objects.get(pk=fake_version.pk)
    newer.pk, newer.version, newer.title_en, newer.published = None, "2.0", "Recent", False
    newer.save()
    assert (found(query="olden"), found(query="recent")) == (["problem"], [])
    row = services.submit(make_user(), newer, "x", Submission.Purpose.REFERENCE)
    held = services.claim(row.pk)
    assert held is not None
    services.finish(held, new_verdict())
    assert (found(query="olden"), found(query="recent")) == ([], ["problem"])


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
    assert found(state="new") == []  # nobody knows what a visitor did
    judged(user, VerdictCode.WRONG_ANSWER)
    assert (found(user, state="tried"), found(user, state="done")) == (["problem"], [])
    judged(user)
    assert (found(user, state="tried"), found(user, state="done")) == ([], ["problem"])
    assert found(make_user(username="other"), state="new") == ["one", "problem"]


def test_solved_is_what_the_verdict_that_counts_says(
    fake_version: ProblemVersion, make_user: MakeUser, judged: Judged
) -> None:
    user = make_user()
    row = judged(user)
    again = new_verdict(VerdictCode.WRONG_ANSWER)
    again.submission, again.attempt = row, row.attempt + 1
    keep_verdict(again)  # as a rejudge does
    assert (found(user, state="tried"), found(user, state="done")) == (["problem"], [])
    assert has_solved(user, fake_version) is False


@pytest.mark.parametrize(
    ("rating", "ago", "state", "label"),
    [
        (Rating.EASY, 0, "learnt", "Known"),
        (Rating.AGAIN, 0, "learning", "Learning"),
        (Rating.EASY, 60, "due", "Due"),
    ],
)
def test_the_state_of_a_question_is_told_and_narrows(
    client: Client,
    easy: Question,
    make_question: MakeQuestion,
    make_user: MakeUser,
    rating: Rating,
    ago: int,
    state: str,
    label: str,
) -> None:
    make_question("two")
    user, at = make_user(), timezone.now() - timedelta(days=ago)
    study.reveal(user, easy, "", None, now=at)
    study.rate(study.saved(learner_of(user)), easy, rating, now=at)
    told = {one: found(user, state=one) for one in State.values}
    assert told == {one: [] for one in State.values} | {state: ["one"], "new": ["two"]}
    client.force_login(user)
    page = client.get(reverse("search"), headers={"accept-language": "en"}).content.decode()
    assert f"<span>{label}</span>" in page


def test_a_problem_belongs_to_topics_by_links_and_by_tags(
    make_question: MakeQuestion, fake_version: ProblemVersion
) -> None:
    make_question("linked", "by-link", linked_problem="fake-problem")
    ProblemVersion.objects.update(tags=["alpha"])
    make_question("tagged", "by-tag", tags=["Alpha"])
    make_question("neither", "other", tags=["other"])
    topics = ("by-link", "by-tag", "other")
    assert [found(topic=one) for one in topics] == [["linked", "problem"], ["tagged", "problem"], ["neither"]]


def test_filters_lose_nothing_of_what_is_found(make_question: MakeQuestion) -> None:
    """However much a common word finds, better hits do not push out what passes."""
    for number in range(600):
        make_question(f"q{number}", title_en="Gradient")
    make_question("hard", plain_en="a gradient", difficulty="hard")
    assert found(query="gradient", difficulty="hard") == ["hard"]
    assert len(search(Filters("gradient"), None)) == 601
    assert bank.find_questions(bank.Filters("gradient")).count() == 601


def test_a_problem_is_shown_by_its_statement(client: Client, fake_version: ProblemVersion) -> None:
    text = "It is **forbidden** to peek."
    ProblemVersion.objects.update(statement_en=text, statement_zh=text)
    index_problem(fake_version.problem)
    page = client.get(
        reverse("search"), {"q": "forbidden"}, headers={"accept-language": "en"}
    ).content.decode()
    assert "It is <mark>forbidden</mark> to peek." in page


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
    django_assert_num_queries: DjangoAssertNumQueries,
    make_problem: MakeProblem,
    count: int,
) -> None:
    for number in range(count):
        make_question(f"q{number}", title_en="Gradient")
        make_problem(f"gradient-{number}")
    client.force_login(make_user())
    with django_assert_num_queries(QUERIES):
        found = client.get(reverse("search"), {"q": "gradient"}).context["page"]
    assert found.paginator.count == 2 * count
