"""A database that takes nothing is told as what it is, on pages and in the API; other failures stay a 500."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils.translation import override

from judge.models import Submission
from judge.unavailable import server_error
from questions.models import ProblemVersion
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def candidate(client: Client, make_user: MakeUser, fake_version: ProblemVersion) -> Client:
    """A signed-in browser that is shown errors as a visitor is."""
    client.force_login(make_user())
    client.raise_request_exception = False
    return client


@pytest.fixture
def read_only(candidate: Client) -> Iterator[None]:
    """The database can be read and not written."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    yield
    connection.close()


def test_page_says_that_nothing_can_be_stored(candidate: Client, read_only: None) -> None:
    reply = candidate.post("/problems/fake-problem/", {"source": "x"}, headers={"accept-language": "zh-hans"})
    assert (reply.status_code, reply["Retry-After"]) == (503, "10")
    assert "<h1>网站暂时无法工作</h1>" in reply.content.decode()
    assert Submission.objects.count() == 0


def test_api_says_that_nothing_can_be_stored(candidate: Client, read_only: None) -> None:
    reply = candidate.post(
        "/api/v1/submissions/", {"problem": "fake-problem", "source": "x"}, "application/json"
    )
    assert (reply.status_code, reply["Retry-After"], reply.json()) == (
        503,
        "10",
        {
            "type": "about:blank",
            "title": "Service Unavailable",
            "status": 503,
            "detail": "The site cannot read or write its data at the moment. Try again a little later.",
            "code": "unavailable",
        },
    )


def test_other_failure_stays_a_500() -> None:
    with override("en"):
        try:
            raise ValueError("ours")
        except ValueError:
            reply = server_error(RequestFactory().get("/"))
    assert (reply.status_code, "Something broke on our side" in reply.content.decode()) == (500, True)
