"""The joint search in the API."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.judge.api.conftest import Call
from tests.judge.conftest import Judged, MakeProblem
from tests.questions.conftest import MakeQuestion

pytestmark = pytest.mark.django_db


def test_questions_and_problems_are_found_with_their_states(
    call: Call, candidate: User, make_question: MakeQuestion, judged: Judged
) -> None:
    make_question("one", title_en="A fake question")
    judged(candidate)
    found = call("GET", "search/?q=fake").json()
    lines = [(one["kind"], one["slug"], one["topic"], one["state"]) for one in found["results"]]
    assert sorted(lines) == [("fake", "fake-problem", None, "done"), ("question", "one", "basics", "new")]
    assert found["count"] == 2
    assert [one["slug"] for one in call("GET", "search/?state=done").json()["results"]] == ["fake-problem"]
    assert call("GET", "search/?page=9").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_as_many_queries_however_much_is_found(
    call: Call,
    make_question: MakeQuestion,
    make_problem: MakeProblem,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        make_question(f"q{number}", title_en="Gradient")
        make_problem(f"gradient-{number}")
    with django_assert_num_queries(13):
        assert call("GET", "search/?q=gradient").json()["count"] == 2 * count
