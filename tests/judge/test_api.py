"""The JSON API follows the same rules as the pages."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from django.test import Client

from accounts.models import Role
from judge import services
from judge.curves import Trace
from judge.models import Submission
from questions.models import ProblemVersion
from runners.base import Metric, Standing, Text
from sandbox.job import Point
from tests.conftest import MakeUser
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db

LIST = "/api/submissions/"


def test_api_refuses_a_visitor(client: Client) -> None:
    assert client.get(LIST).status_code == 403


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
    assert (answer.status_code, answer.json()) == (400, {"detail": "The JSON is nested too deeply."})


def test_api_says_why_it_refuses(client: Client, make_user: MakeUser, fake_version: ProblemVersion) -> None:
    client.force_login(make_user())
    unknown = client.post(LIST, {"problem": "nothing", "source": "x"}, "application/json")
    assert (unknown.status_code, unknown.json()) == (400, {"problem": ["There is no problem 'nothing'."]})
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
