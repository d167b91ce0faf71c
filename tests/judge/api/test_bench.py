"""Beside a problem: kit, draft, hints, explanation, leaderboard."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from judge import limits
from judge.kit import KitRate
from judge.models import Draft
from questions.models import ProblemVersion
from tests.conftest import MakeUser
from tests.judge.api.conftest import Call
from tests.judge.conftest import Judged

pytestmark = pytest.mark.django_db

HERE = "problems/fake-problem"


def test_the_kit_comes_by_the_api_so_often_a_minute(
    client: Client, fake_version: ProblemVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KitRate, "rate", "1/min")
    cache.clear()
    kit, again = (client.get(f"/api/v1/{HERE}/kit/") for _ in range(2))
    names = zipfile.ZipFile(BytesIO(kit.getvalue())).namelist()
    assert "fake-problem/solution.py" in names
    assert (again.status_code, again.json()["code"]) == (429, "throttled")
    cache.clear()


def test_a_draft_is_saved_by_the_revision_that_it_came_from(call: Call, fake_version: ProblemVersion) -> None:
    assert call("GET", f"{HERE}/draft/").json()["revision"] == 0
    saved = call("PUT", f"{HERE}/draft/", {"source": "\nx = 1\n", "revision": 0}).json()
    assert (saved["source"], saved["revision"]) == ("\nx = 1\n", 1)
    stale = call("PUT", f"{HERE}/draft/", {"source": "y = 2\n", "revision": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "draft_changed")
    large = call("PUT", f"{HERE}/draft/", {"source": "微" * limits.DRAFT_BYTES, "revision": 1})
    assert large.status_code == 400
    assert Draft.objects.get().source == "\nx = 1\n"


def test_hints_open_one_by_one_and_the_explanation_when_one_gives_up(
    call: Call, fake_version: ProblemVersion
) -> None:
    before = call("GET", f"{HERE}/help/").json()
    assert before == {
        **{"hints": [], "hints_total": 2, "solved": False, "gave_up_at": None},
        "explanation": None,
    }
    for _ in range(2):  # a call that came twice opens one
        told = call("POST", f"{HERE}/hint/", {"seen": 0}).json()
    assert told["hints"] == [{"zh": "第一条", "en": "first"}]
    assert call("POST", f"{HERE}/hint/", {"seen": -1}).status_code == 400
    given = call("POST", f"{HERE}/give-up/").json()
    assert given["explanation"] == {"zh": "没有。", "en": "None."}
    assert given["gave_up_at"] is not None


def test_who_solved_it_may_read_the_explanation(call: Call, candidate: User, judged: Judged) -> None:
    judged(candidate)
    told = call("GET", f"{HERE}/help/").json()
    assert (told["solved"], told["explanation"]["en"], told["gave_up_at"]) == (True, "None.", None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_leaderboard_names_who_wants_to_be(
    call: Call,
    candidate: User,
    make_user: MakeUser,
    judged: Judged,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    judged(candidate, score=50.0)
    for number in range(count):
        other = make_user(username=f"other-{number}")
        User.objects.filter(pk=other.pk).update(board_name=f"N{number}", board_key=f"n{number}")
        judged(other, score=90.0 - number)
    with django_assert_num_queries(10):
        board = call("GET", f"{HERE}/leaderboard/").json()
    people = [(row["rank"], row["name"], row["low"]) for row in board["rows"] if row["kind"] == "person"]
    assert people == [(number + 1, f"N{number}", 90.0 - number) for number in range(count)]
    assert (board["own"]["rank"], board["own"]["low"], board["people"]) == (count + 1, 50.0, count)
    assert call("GET", f"{HERE}/leaderboard/?version=9").status_code == 404
