"""The JSON API follows the same rules as the pages."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Role
from judge import services
from judge.models import Submission
from questions.models import ProblemVersion
from tests.conftest import MakeUser

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
