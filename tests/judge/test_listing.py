"""The list of submissions: filters, orders, files to take away."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from judge import services
from judge.models import Submission
from judge.sheet import BYTE_ORDER_MARK
from runners.base import VerdictCode
from tests.conftest import MakeUser
from tests.judge.conftest import Judged
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(candidate: User, judged: Judged) -> list[Submission]:
    """Three of one candidate: accepted 90, wrong answer 40, and one judged twice."""
    made = [
        judged(candidate, score=90.0),
        judged(candidate, VerdictCode.WRONG_ANSWER, score=40.0),
        judged(candidate, VerdictCode.JUDGE_ERROR, score=0.0),
    ]
    again = new_verdict(score=95.0)
    again.submission, again.attempt = made[2], made[2].attempt + 1
    services.keep_verdict(again)
    return made


def listed(client: Client, **asked: str) -> list[int]:
    page = client.get(reverse("submissions"), asked)
    return [row.pk for row in page.context["page"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [2, 1, 0]),
        ({"sort": "oldest"}, [0, 1, 2]),
        ({"sort": "best"}, [2, 0, 1]),
        ({"sort": "worst"}, [1, 0, 2]),
        ({"verdict": "accepted"}, [2, 0]),
        ({"verdict": "judge_error"}, []),
        ({"verdict": "wrong_answer", "state": "done"}, [1]),
        ({"state": "queued"}, []),
        ({"problem": "fake-problem"}, [2, 1, 0]),
    ],
)
def test_what_a_filter_finds(
    client: Client, rows: list[Submission], asked: dict[str, str], found: list[int]
) -> None:
    assert listed(client, **asked) == [rows[index].pk for index in found]


@pytest.mark.parametrize("asked", [{"verdict": "nonsense"}, {"sort": "'--"}, {"problem": "none"}])
def test_a_filter_that_is_none_is_told_and_loses_nothing(
    client: Client, rows: list[Submission], asked: dict[str, str]
) -> None:
    page = client.get(reverse("submissions"), asked)
    assert page.status_code == 422
    assert len(page.context["page"]) == len(rows)


def taken(client: Client, form: str, **asked: str) -> Any:
    answer = client.get(reverse("submission_export", args=[form]), asked)
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_table_has_a_line_for_each(client: Client, rows: list[Submission]) -> None:
    mark, *sheet = taken(client, "csv", sort="oldest")
    lines = list(csv.DictReader(io.StringIO("".join(sheet))))
    assert mark == BYTE_ORDER_MARK
    assert [(line["number"], line["verdict"], line["score"]) for line in lines] == [
        (str(rows[0].pk), "accepted", "90.0"),
        (str(rows[1].pk), "wrong_answer", "40.0"),
        (str(rows[2].pk), "accepted", "95.0"),
    ]


def test_the_other_file_has_the_code_too(client: Client, rows: list[Submission]) -> None:
    found = json.loads(taken(client, "json", verdict="wrong_answer"))
    assert [(one["number"], one["source"]) for one in found] == [(rows[1].pk, rows[1].source)]
    assert json.loads(taken(client, "json", state="queued")) == []


def test_a_file_has_ones_own_alone_whatever_one_may_see(
    client: Client, rows: list[Submission], make_user: MakeUser
) -> None:
    client.force_login(make_user(Role.INTERVIEWER, "reviewer"))
    assert len(listed(client)) == len(rows)
    assert json.loads(taken(client, "json")) == []


def test_another_kind_of_file_is_not_found(client: Client, candidate: User) -> None:
    assert client.get(reverse("submission_export", args=["xml"])).status_code == 404
