"""The caller's account: its name on leaderboards, by the rules of the page."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.services import join_boards
from tests.conftest import MakeUser
from tests.judge.api.conftest import Call

pytestmark = pytest.mark.django_db


def test_a_name_is_chosen_and_taken_back(call: Call, candidate: User) -> None:
    own = {"username": candidate.username, "role": "candidate", "board_name": ""}
    assert call("GET", "account/").json() == own
    assert call("PATCH", "account/", {"board_name": "小明"}).json() == own | {"board_name": "小明"}
    assert call("PATCH", "account/", {"board_name": ""}).json() == own
    candidate.refresh_from_db()
    assert candidate.board_key is None


def test_a_name_that_cannot_be_is_said(call: Call, candidate: User, make_user: MakeUser) -> None:
    assert join_boards(make_user(username="other"), "Taken")
    for name in ("taken", "x" * 500):
        answer = call("PATCH", "account/", {"board_name": name})
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["board_name"])
    candidate.refresh_from_db()
    assert candidate.board_name == ""


def test_nothing_else_is_changed(call: Call, candidate: User) -> None:
    assert call("PATCH", "account/", {"board_name": "", "role": "admin"}).json()["role"] == "candidate"
    candidate.refresh_from_db()
    assert candidate.role == "candidate"
