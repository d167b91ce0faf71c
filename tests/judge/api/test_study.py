"""Study in the API: by the same services as the pages, so what is tested is what goes in and comes out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from questions.models import Question
from study import services
from study.models import Card, Learner, Rating, Review
from study.selectors import learner_of
from tests.judge.api.conftest import Call
from tests.judge.conftest import Judged, MakeProblem
from tests.questions.conftest import MakeQuestion

pytestmark = pytest.mark.django_db


def test_a_question_is_asked_revealed_rated_and_taken_back(call: Call, make_question: MakeQuestion) -> None:
    question = make_question("one")
    assert call("GET", "study/next/").json()["slug"] == "one"
    shown = (timezone.now() - timedelta(seconds=42)).isoformat()
    revealed = call("POST", "study/cards/one/reveal/", {"attempt": " mine\n", "shown_at": shown}).json()
    assert revealed["question"]["answer"]["en"] == question.answer_en
    assert [one["rating"] for one in revealed["choices"]] == [1, 2, 3, 4]
    rated = call("POST", "study/cards/one/rate/", {"rating": 4})
    assert (rated.status_code, rated.json()["attempt"], rated.json()["rating"]) == (201, " mine\n", 4)
    card = Card.objects.get()
    assert card.due - card.last_review == timedelta(seconds=revealed["choices"][3]["seconds"])
    assert call("GET", "study/next/").status_code == 204
    today = call("GET", "study/today/").json()
    assert {key: today[key] for key in ("due", "later", "new", "done")} == {
        **{"due": 0, "later": 0, "new": 0, "done": 1}
    }
    assert [(one["topic"], one["young"]) for one in today["topics"]] == [("basics", 1)]
    assert call("POST", "study/undo/").json()["question"]["slug"] == "one"
    assert call("GET", "study/reviews/").json()["results"] == []
    assert Review.objects.get().undone_at is not None


def test_what_to_try_next_is_that_of_the_home_page(
    call: Call, candidate: User, make_question: MakeQuestion, make_problem: MakeProblem, judged: Judged
) -> None:
    judged(candidate, version=make_problem("solved"))
    for slug in ("open", "known"):
        make_problem(slug)
    reviewed(candidate, make_question, 1)
    Question.objects.update(linked_problem="known")
    found = call("GET", "study/problems/").json()
    assert [(one["problem"]["slug"], one["question"] and one["question"]["slug"]) for one in found] == [
        ("known", "q0"),
        ("fake-problem", None),
        ("open", None),
    ]


def test_settings_are_changed_by_the_rules_of_their_page(call: Call, candidate: User) -> None:
    usual = call("GET", "study/settings/").json()
    assert (usual["retention"], usual["fitted_on"], Learner.objects.exists()) == (90, 0, False)
    changed = call("PATCH", "study/settings/", {"daily_goal": 7, "time_zone": "Asia/Shanghai"}).json()
    assert changed == usual | {"daily_goal": 7, "time_zone": "Asia/Shanghai"}
    refused = call("PATCH", "study/settings/", {"retention": 20, "time_zone": "Mars/Olympus"})
    assert (refused.status_code, set(refused.json()["errors"])) == (400, {"retention", "time_zone"})
    assert call("GET", "study/settings/").json() == changed
    assert call("POST", "study/fit/").json() == {"changed": False}


def test_what_was_done_and_what_is_coming(call: Call, candidate: User, make_question: MakeQuestion) -> None:
    reviewed(candidate, make_question, 2)
    found = call("GET", "study/activity/").json()
    assert (found["streak"], [day["count"] for day in found["days"]]) == (1, [2])
    assert sum(day["count"] for day in found["forecast"]) == 2


def test_the_bank_comes_as_a_package_for_anki(call: Call, make_question: MakeQuestion) -> None:
    make_question("one")
    for language in ("zh", "en"):
        answer = call("GET", f"study/anki/?language={language}")
        assert f"tuneroom-{language}.apkg" in answer["Content-Disposition"]
        assert answer.content.startswith(b"PK")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("study/undo/", {}, 409, "nothing_to_undo"),
        ("study/cards/one/rate/", {"rating": 3}, 409, "not_revealed"),
        ("study/cards/one/rate/", {"rating": 5}, 400, "invalid"),
        ("study/cards/one/reveal/", {"attempt": "x" * 20_001}, 400, "invalid"),
        ("study/cards/one/reveal/", {"shown_at": "yesterday"}, 400, "invalid"),
        ("study/cards/none/reveal/", {}, 404, "not_found"),
    ],
)
def test_what_cannot_be_is_a_problem(
    call: Call, make_question: MakeQuestion, path: str, body: object, status: int, code: str
) -> None:
    make_question("one")
    answer = call("POST", path, body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["code"] == code
    assert not Review.objects.exists()


def reviewed(user: User, make_question: MakeQuestion, count: int) -> None:
    learner = services.saved(learner_of(user))
    for number in range(count):
        question = make_question(f"q{number}", f"topic-{number}")
        services.reveal(user, question, "", None)
        services.rate(learner, question, Rating.EASY)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("study/cards/", 3), ("study/reviews/", 3), ("study/today/", 8)]
)
def test_lists_take_as_many_queries_however_long(
    call: Call,
    candidate: User,
    make_question: MakeQuestion,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
    count: int,
) -> None:
    reviewed(candidate, make_question, count)
    with django_assert_num_queries(queries):
        found = call("GET", path).json()
    assert len(found.get("results") or found["topics"]) == count


def test_cards_are_paged_by_when_they_come_up(
    call: Call, candidate: User, make_question: MakeQuestion
) -> None:
    reviewed(candidate, make_question, 3)
    Card.objects.filter(question__slug="q2").update(due=timezone.now())
    first = call("GET", "study/cards/?page_size=2").json()
    rest = call("GET", "study/cards/?" + first["next"].split("?")[1]).json()
    assert [one["question"]["slug"] for one in (*first["results"], *rest["results"])] == ["q2", "q0", "q1"]
    narrowed = call("GET", "study/cards/?topic=topic-1").json()["results"]
    assert [(one["question"]["slug"], one["state"]) for one in narrowed] == [("q1", "review")]
