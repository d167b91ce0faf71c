"""Whatever goes wrong below ``/api/`` is told as problem+json: to programs, which read no page."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from accounts.models import User
from judge.api.common import Visitors
from judge.unavailable import server_error
from questions.models import ProblemVersion
from tests.conftest import MakeUser
from tests.judge.api.conftest import Call
from tests.questions.conftest import MakeQuestion

pytestmark = pytest.mark.django_db

LIST = "/api/v1/submissions/"


def told(answer: Any) -> tuple[int, str, str]:
    """Status and code of the problem, and in which form it came."""
    return answer.status_code, answer.json()["code"], answer["Content-Type"]


def problem(status: int, code: str) -> tuple[int, str, str]:
    return status, code, "application/problem+json"


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_a_wrong_address_is_told_to_programs_that_write_too(db: None, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    headers = {"authorization": "Bearer tun_wrong"}
    answer = getattr(client, method)("/api/v1/submission/", headers=headers)
    assert told(answer) == problem(404, "not_found")


@pytest.mark.parametrize(
    "path", ["problems.json", "study/today.json", "study/anki.json", "submissions/1.json"]
)
def test_no_address_has_a_format_in_it(call: Call, path: str) -> None:
    assert told(call("GET", path)) == problem(404, "not_found")


@pytest.mark.parametrize("path", ["study/undo/", "submissions/", "account/", "search/", "schema.yml"])
def test_options_are_not_asked_for(call: Call, path: str) -> None:
    assert told(call("OPTIONS", path)) == problem(405, "method_not_allowed")


def test_a_file_comes_to_who_accepts_it_and_else_a_problem(
    call: Call, client: Client, make_question: MakeQuestion, fake_version: ProblemVersion
) -> None:
    make_question("one")
    addresses = {
        "problems/fake-problem/kit/": "application/zip",
        "problems/none/kit/": "application/zip",
        "study/anki/": "application/octet-stream",
    }
    found = [
        client.get(f"/api/v1/{path}", headers={"accept": accepted}) for path, accepted in addresses.items()
    ]
    kit, none, anki = found
    assert [(kit.status_code, b"".join(kit)[:2]), (anki.status_code, anki.content[:2])] == [(200, b"PK")] * 2
    assert told(none) == problem(404, "not_found")
    refused = client.get("/api/v1/study/anki/", headers={"accept": "text/csv"})
    assert told(refused) == problem(406, "not_acceptable")


def test_the_schema_refuses_in_json(client: Client) -> None:
    assert told(client.post("/api/v1/schema.yml")) == problem(405, "method_not_allowed")


@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
def test_too_much_at_once(client: Client, candidate: User, settings: Any, media_type: str) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    answer = client.post(LIST, '{"source": "' + "x" * 2000 + '"}', media_type)
    assert told(answer) == problem(413, "request_too_large")
    assert answer.json()["detail"].replace("\xa0", " ") == "A request may send 1.0 KB."


def test_other_media_types_and_what_is_no_json(call: Call, client: Client) -> None:
    assert told(client.post(LIST, "x", "text/plain")) == problem(415, "unsupported_media_type")
    assert told(client.post(LIST, "{", "application/json")) == problem(400, "parse_error")


def test_a_fault_of_ours(rf: RequestFactory) -> None:
    try:
        raise ValueError("ours")
    except ValueError:
        answer = server_error(rf.get(LIST))
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")


@pytest.mark.parametrize(
    "path", ["submissions/", "study/cards/", "study/reviews/", "bookmarks/", "problems/"]
)
@pytest.mark.parametrize("cursor", ["p=abc", "p=1.5.2", "p=", "o=x", "p=\0", "p=" + "9" * 5000])
def test_a_cursor_that_is_none_of_this_lists(
    call: Call, client: Client, fake_version: ProblemVersion, path: str, cursor: str
) -> None:
    found = client.get(f"/api/v1/{path}", {"cursor": b64encode(cursor.encode()).decode()})
    assert told(found) == problem(404, "not_found")


def test_visitors_are_counted_by_the_address_that_they_have(
    client: Client, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Visitors, "rate", "2/min")

    def ask(number: int, at: str) -> int:
        told = {"x-forwarded-for": f"10.9.8.{number}"}
        return int(client.get("/api/v1/problems/", REMOTE_ADDR=at, headers=told).status_code)

    cache.clear()
    assert [ask(number, "203.0.113.5") for number in range(3)] == [200, 200, 429]
    assert [ask(number, "127.0.0.1") for number in range(3)] == [200] * 3
    cache.clear()
