"""Names on leaderboards: which may stand there, which are the same, and the page that chooses one."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.names import clean_board_name, key_of
from accounts.services import join_boards, leave_boards
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(make_user: MakeUser, client: Client) -> User:
    """The signed-in one."""
    made = make_user()
    client.force_login(made)
    return made


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Ann   Lee ", "Ann Lee"),
        ("王小明", "王小明"),
        ("Ａnn", "Ann"),
        ("O'Neill-2", "O'Neill-2"),
        ("Zoë", "Zoë"),
    ],
)
def test_a_name_is_shown_tidied(user: User, typed: str, shown: str) -> None:
    assert clean_board_name(typed, user) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "x" * 31,
        "--",
        "a\u202eb",
        "a\u200bb",
        "<b>a</b>",
        "😀😀",
        "Reference",
        "参 考",
        "TUNEROOM",
        "a\nb\0",
    ],
)
def test_a_name_that_misleads_is_refused(user: User, typed: str) -> None:
    with pytest.raises(ValidationError):
        clean_board_name(typed, user)


@pytest.mark.parametrize("other", ["ann lee", "Ann_Lee", "ANN.LEE", "Ａnn Ｌee"])
def test_names_that_look_alike_are_the_same(make_user: MakeUser, user: User, other: str) -> None:
    assert join_boards(make_user(username="first"), "Ann Lee")
    assert key_of(other) == key_of("Ann Lee")
    with pytest.raises(ValidationError, match="taken"):
        clean_board_name(other, user)


def test_nobody_takes_the_name_by_which_another_signs_in(make_user: MakeUser, user: User) -> None:
    make_user(username="grace")
    with pytest.raises(ValidationError, match="taken"):
        clean_board_name("Grace", user)
    assert clean_board_name("Candidate", user) == "Candidate"


def test_who_comes_second_changes_nothing(make_user: MakeUser, user: User) -> None:
    assert join_boards(make_user(username="first"), "Ann")
    assert not join_boards(user, "ANN")
    assert (user.board_name, user.is_listed) == ("", False)


def test_a_name_is_free_again_when_its_owner_leaves(make_user: MakeUser, user: User) -> None:
    first = make_user(username="first")
    join_boards(first, "Ann")
    leave_boards(first)
    assert join_boards(user, "Ann")


def test_the_page_joins_and_leaves(client: Client, user: User) -> None:
    address = reverse("account_board")
    assert client.post(address, {"name": " Ann  Lee "}).status_code == 302
    user.refresh_from_db()
    assert (user.board_name, user.is_listed) == ("Ann Lee", True)
    assert client.post(address, {"leave": "1"}).status_code == 302
    user.refresh_from_db()
    assert (user.board_name, user.is_listed) == ("", False)


def test_the_page_keeps_what_was_typed_when_it_is_refused(client: Client, user: User) -> None:
    answer = client.post(reverse("account_board"), {"name": "<b>Ann</b>"})
    assert answer.status_code == 422
    assert "&lt;b&gt;Ann&lt;/b&gt;" in answer.content.decode()


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("account_board")).status_code == 302
