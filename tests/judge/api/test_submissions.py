"""The JSON API follows the same rules as the pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from judge import repeats, services
from judge.api.common import Callers
from judge.curves import Trace
from judge.models import Repeat, Submission
from questions.models import ProblemVersion
from runners.base import Metric, Standing, Text
from sandbox.job import Point
from tests.conftest import MakeUser
from tests.judge.conftest import Judged
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db

LIST = "/api/v1/submissions/"


def test_api_refuses_a_visitor_and_says_what_to_bring(client: Client) -> None:
    answer = client.get(LIST)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer["Content-Type"] == "application/problem+json"
    assert {key: answer.json()[key] for key in ("status", "code")} == {
        "status": 401,
        "code": "not_authenticated",
    }


def test_api_takes_a_submission_and_shows_it(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    client.force_login(make_user())
    made = client.post(LIST, {"problem": fake_version.problem.slug, "source": "x"}, "application/json")
    assert made.status_code == 201
    shown = client.get(f"{LIST}{made.json()['id']}/").json()
    assert {key: shown[key] for key in ("problem", "state", "queue_place", "verdict")} == {
        "problem": "fake-problem",
        "state": "queued",
        "queue_place": 1,
        "verdict": None,
    }


def test_api_keeps_the_source_to_the_last_character(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    client.force_login(make_user())
    source = "\n\nx = 1  \x85\n"
    client.post(LIST, {"problem": fake_version.problem.slug, "source": source}, "application/json")
    assert Submission.objects.get().source == source


def test_api_refuses_json_that_is_nested_too_deeply(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user())
    answer = client.post(LIST, '{"source": ' + "[" * 100_000, "application/json")
    assert (answer.status_code, answer.json()["detail"]) == (400, "The JSON is nested too deeply.")


def test_api_says_why_it_refuses(client: Client, make_user: MakeUser, fake_version: ProblemVersion) -> None:
    client.force_login(make_user())
    unknown = client.post(LIST, {"problem": "nothing", "source": "x"}, "application/json")
    assert (unknown.status_code, unknown.json()["errors"]) == (
        400,
        {"problem": ["There is no problem “nothing”."]},
    )
    large = client.post(LIST, {"problem": "fake-problem", "source": "x" * 300}, "application/json")
    assert (large.status_code, large.json()["code"]) == (400, "too_large")


def test_api_shows_a_candidate_their_own_alone(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    row = services.submit(make_user(username="owner"), fake_version, "x")
    client.force_login(make_user())
    assert client.get(LIST).json()["results"] == []
    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    client.force_login(make_user(Role.INTERVIEWER))
    assert [one["id"] for one in client.get(LIST).json()["results"]] == [row.pk]
    assert client.post(f"{LIST}{row.pk}/cancel/").status_code == 403


def test_a_list_has_lines_and_a_submission_everything(
    client: Client, make_user: MakeUser, judged: Judged
) -> None:
    row = judged(make_user(), output="printed")
    client.force_login(row.author)
    (line,) = client.get(LIST).json()["results"]
    whole = client.get(f"{LIST}{row.pk}/").json()

    assert (line["verdict"]["verdict"], line["verdict"]["score"]) == ("accepted", 100.0)
    assert set(whole) - set(line) == {"source"}
    assert {"groups", "metrics", "output"} <= set(whole["verdict"]) - set(line["verdict"])


def test_api_cancels(client: Client, make_user: MakeUser, fake_version: ProblemVersion) -> None:
    row = services.submit(make_user(), fake_version, "x")
    client.force_login(row.author)
    assert client.post(f"{LIST}{row.pk}/cancel/").json()["verdict"]["verdict"] == "cancelled"
    assert Submission.objects.get().state == "done"


def test_api_gives_the_points_of_the_curve(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    row = services.submit(make_user(), fake_version, "x")
    client.force_login(row.author)
    before = client.get(f"{LIST}{row.pk}/curve/").json()
    held = services.claim(row.pk)
    assert held is not None
    services.keep_curve(held, Trace([Point(1, (("loss", 0.5),)), Point(2, (("loss", 0.25),))]).points())
    assert before == {"steps": [], "series": [], "reported": 0}
    assert client.get(f"{LIST}{row.pk}/curve/").json() == {
        "steps": [1, 2],
        "series": [["loss", [0.5, 0.25]]],
        "reported": 2,
    }
    client.force_login(make_user(username="other"))
    assert client.get(f"{LIST}{row.pk}/curve/").status_code == 404


def test_api_carries_how_a_metric_stands(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    row = services.submit(make_user(), fake_version, "x")
    held = services.claim(row.pk)
    assert held is not None
    metric = Metric("m", Text("准", "Acc"), 0.8, 0.7, 0.9, "higher", standing=Standing.ON_PAR)
    services.finish(held, new_verdict(metrics=[asdict(metric)]))
    client.force_login(row.author)
    shown = client.get(f"{LIST}{row.pk}/").json()["verdict"]["metrics"]
    assert [one["standing"] for one in shown] == ["on_par"]


def test_api_refuses_what_nobody_can_run(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    ProblemVersion.objects.update(lane="gpu")
    client.force_login(make_user())
    answer = client.post(LIST, {"problem": fake_version.problem.slug, "source": "x"}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "lane_not_served")


def send(client: Client, source: str = "x", key: str = "", **data: str) -> Any:
    headers = {"idempotency-key": key} if key else {}
    body = {"problem": "fake-problem", "source": source} | data
    return client.post(LIST, body, "application/json", headers=headers)


def test_the_same_key_makes_one_submission(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    client.force_login(make_user())
    first, again = send(client, key="k1"), send(client, key="k1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"] == Submission.objects.get().pk


def test_a_key_names_one_thing_alone(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    client.force_login(make_user())
    send(client, key="k1")
    other = send(client, source="y", key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key")
    assert Submission.objects.count() == 1


def test_keys_are_everybodys_own_and_end(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    for name in ("one", "two"):
        client.force_login(make_user(username=name))
        assert send(client, key="k1").status_code == 201
    Repeat.objects.update(made_at=timezone.now() - repeats.KEPT * 2)
    assert send(client, key="k1").status_code == 201


def test_what_was_refused_leaves_its_key_free(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    client.force_login(make_user())
    assert send(client, source="x" * 300, key="k1").status_code == 400
    assert send(client, key="k1").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_time_makes_one(
    transactional_db: None, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    user = make_user()

    def one(_: int) -> int:
        try:
            return repeats.submit_once(user, fake_version, "x", "k1").row.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(one, range(4)))
    assert numbers == set(Submission.objects.values_list("pk", flat=True))
    assert len(numbers) == 1


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2),
        ({"state": "queued"}, 1),
        ({"verdict": "accepted"}, 1),
        ({"problem": "none"}, 0),
        ({"state": "x"}, 0),
    ],
)
def test_lists_can_be_narrowed(
    client: Client,
    make_user: MakeUser,
    judged: Judged,
    fake_version: ProblemVersion,
    asked: dict[str, str],
    count: int,
) -> None:
    user = make_user()
    judged(user)
    services.submit(user, fake_version, "x")
    client.force_login(user)
    assert len(client.get(LIST, asked).json()["results"]) == count


def with_curve(user: User, version: ProblemVersion) -> Submission:
    row = services.submit(user, version, "x")
    held = services.claim(row.pk)
    assert held is not None
    trace = Trace()
    for step, loss in ((1, 0.5), (2, 0.4), (3, 0.3)):
        trace.add(Point(step, (("loss", loss),)))
    services.keep_curve(held, trace.points())
    return row


@pytest.mark.parametrize(
    ("after", "steps", "losses", "told"),
    [("", [1, 2, 3], [0.5, 0.4, 0.3], 3), ("2", [3], [0.3], 3), ("3", [], [], 3)],
)
def test_events_bring_what_is_new(
    client: Client,
    make_user: MakeUser,
    fake_version: ProblemVersion,
    after: str,
    steps: list[int],
    losses: list[float],
    told: int,
) -> None:
    user = make_user()
    row = with_curve(user, fake_version)
    client.force_login(user)
    found = client.get(f"{LIST}{row.pk}/events/", {"after": after} if after else {}).json()
    assert (found["state"], found["done"], found["verdict"], found["after"]) == (
        "preparing",
        False,
        None,
        told,
    )
    assert found["points"] == {"steps": steps, "series": [["loss", losses]], "reported": 3}


def test_events_end_with_the_verdict(client: Client, make_user: MakeUser, judged: Judged) -> None:
    user = make_user()
    row = judged(user)
    client.force_login(user)
    found = client.get(f"{LIST}{row.pk}/events/").json()
    assert (found["done"], found["verdict"]["verdict"]) == (True, "accepted")
    assert client.get(f"{LIST}{row.pk}/events/", {"after": "x"}).status_code == 400


def test_every_attempts_verdict_can_be_read(client: Client, make_user: MakeUser, judged: Judged) -> None:
    user = make_user()
    row = judged(user, score=10.0)
    again = new_verdict(score=20.0)
    again.submission, again.attempt = row, row.attempt + 1
    again.save()
    client.force_login(user)
    found = client.get(f"{LIST}{row.pk}/verdicts/").json()
    assert [(one["attempt"], one["score"]) for one in found] == [(2, 20.0), (1, 10.0)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_however_long(
    client: Client,
    make_user: MakeUser,
    judged: Judged,
    fake_version: ProblemVersion,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    user = make_user()
    judged(user)
    rows = [services.submit(user, fake_version, "x") for _ in range(count)]
    client.force_login(user)
    with django_assert_num_queries(6):
        found = client.get(LIST).json()["results"]
    places = {one["id"]: one["queue_place"] for one in found if one["state"] == "queued"}
    assert places == {row.pk: place for place, row in enumerate(rows, 1)}


def test_runs_are_ones_own_and_no_submissions(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    client.force_login(make_user())
    made = client.post(
        "/api/v1/runs/", {"problem": "fake-problem", "source": "x", "typed": " mine\n"}, "application/json"
    )
    assert (made.status_code, made.json()["typed"], made.json()["state"]) == (201, " mine\n", "queued")
    number = made.json()["id"]
    assert client.get(f"/api/v1/runs/{number}/events/").json()["done"] is False
    assert client.get(f"{LIST}{number}/").status_code == 404
    client.force_login(make_user(Role.INTERVIEWER))
    assert client.get(f"/api/v1/runs/{number}/").status_code == 404


def test_what_is_not_there_is_a_problem_too(client: Client) -> None:
    for address in ("/api/v1/nothing/", "/api/v2/", "/api/v1/problems/none/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_too_many_calls_are_put_off(
    monkeypatch: pytest.MonkeyPatch, client: Client, make_user: MakeUser
) -> None:
    monkeypatch.setattr(Callers, "rate", "2/min")
    cache.clear()
    client.force_login(make_user())
    answers = [client.get(LIST) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert answers[2].json()["code"] == "throttled"
    cache.clear()


def test_another_attempts_curve_is_told_from_its_beginning(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    user = make_user()
    row = with_curve(user, fake_version)
    client.force_login(user)
    address = f"{LIST}{row.pk}/events/"
    services.give_back(Submission.objects.get())
    held = services.claim(row.pk)
    assert held is not None
    between = client.get(address, {"after": "3"}).json()
    assert (between["after"], between["points"]["steps"]) == (None, [])
    services.keep_curve(held, Trace([Point(1, (("loss", 0.6),))]).points())
    again = client.get(address, {"after": "3"}).json()
    assert (again["after"], again["points"]["steps"]) == (1, [1])
