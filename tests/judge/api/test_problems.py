"""Problems and questions in the API: open to all, whole in detail, short in lists."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from judge import services
from judge.models import Reference
from questions.bank_loader import load_bank
from questions.models import ProblemVersion, Question
from tests.conftest import MakeUser
from tests.judge.conftest import Judged, MakeProblem
from tests.questions.conftest import MakeQuestion

pytestmark = pytest.mark.django_db


def test_anybody_may_read_a_problem(client: Client, fake_version: ProblemVersion) -> None:
    (line,) = client.get("/api/v1/problems/").json()["results"]
    whole = client.get("/api/v1/problems/fake-problem/").json()
    assert (line["slug"], line["title"]) == ("fake-problem", {"zh": "假题", "en": "Fake problem"})
    assert {key: whole[key] for key in ("starter", "pass_mark", "max_source_bytes")} == {
        "starter": "# start here\n",
        "pass_mark": 50.0,
        "max_source_bytes": 200,
    }
    assert whole["scoring"] == [
        {"title": {"zh": "全部", "en": "All"}, "rule": {"zh": "做完", "en": "Finish"}, "points": 100.0}
    ]


def test_a_problem_says_its_samples_and_whether_it_is_judged(
    client: Client, candidate: User, fake_version: ProblemVersion, judged: Judged
) -> None:
    shown = {"title": {"zh": "甲", "en": "One"}, "given": "f(1)", "expected": "2"}
    cases = [shown | {"passed": True, "got": "by the reference", "message": None, "typed": "(1,)"}]
    groups = [
        {"key": key, "title": {"zh": key, "en": key}, "sample": sample, "cases": cases}
        for key, sample in (("samples", True), ("rest", False))
    ]
    verdict = judged(candidate, groups=groups).latest_verdict
    Reference.objects.create(problem_version=fake_version, verdict=verdict, per_example=b"")
    whole = client.get("/api/v1/problems/fake-problem/").json()
    assert (whole["samples"], whole["paused_reason"]) == ([shown | {"typed": "(1,)"}], None)
    assert whole["judging"]["open"] is False
    assert "make run" in whole["judging"]["reason"]
    services.pause(fake_version, "坏了", "Broken")
    paused = client.get("/api/v1/problems/fake-problem/").json()["paused_reason"]
    assert paused == {"zh": "坏了", "en": "Broken"}


def test_neither_hints_nor_explanation_nor_solutions_are_told(
    client: Client, fake_version: ProblemVersion
) -> None:
    text = client.get("/api/v1/problems/fake-problem/").content.decode()
    for word in ("hint", "explanation", "solutions", "reference.py"):
        assert word not in text


@pytest.mark.parametrize(
    ("asked", "count"), [({"kind": "fake"}, 1), ({"kind": "x"}, 0), ({"difficulty": "easy"}, 1)]
)
def test_problems_can_be_narrowed(
    client: Client, fake_version: ProblemVersion, asked: dict[str, str], count: int
) -> None:
    assert len(client.get("/api/v1/problems/", asked).json()["results"]) == count


def test_questions_are_found_and_read(client: Client, bank: None) -> None:
    found = client.get("/api/v1/questions/", {"q": "微调"}).json()["results"]
    assert found
    whole = client.get(f"/api/v1/questions/{found[0]['slug']}/").json()
    assert whole["answer"]["zh"]
    assert whole["answer"]["en"]


def test_retired_questions_are_gone(client: Client, bank: None) -> None:
    slug = Question.objects.values_list("slug", flat=True)[0]
    Question.objects.filter(slug=slug).update(retired=True)
    assert client.get(f"/api/v1/questions/{slug}/").status_code == 404


@pytest.fixture
def bank(db: None) -> None:
    load_bank()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_queries_however_long(
    client: Client,
    make_question: MakeQuestion,
    make_problem: MakeProblem,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        make_question(f"q{number}", f"topic-{number}")
        make_problem(f"p{number}")
    for path, queries in (("questions", 1), ("problems", 2)):
        with django_assert_num_queries(queries):
            assert len(client.get(f"/api/v1/{path}/").json()["results"]) == count


def test_nothing_open_can_be_written(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    client.force_login(make_user())
    for method in (client.post, client.put, client.delete, client.patch):
        assert method("/api/v1/problems/fake-problem/").status_code == 405
