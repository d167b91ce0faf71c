"""Roles and demo accounts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accounts.models import Role, User
from accounts.services import ensure_demo_accounts, grant_role

pytestmark = pytest.mark.django_db


def test_grant_role_gives_the_admin_role_djangos_flags() -> None:
    user = User(username="ada")

    grant_role(user, Role.ADMIN)

    assert (user.role, user.is_staff, user.is_superuser) == (Role.ADMIN, True, True)


def test_grant_role_takes_the_flags_from_every_other_role() -> None:
    user = User(username="ada", is_staff=True, is_superuser=True)

    grant_role(user, Role.INTERVIEWER)

    assert (user.role, user.is_staff, user.is_superuser) == (Role.INTERVIEWER, False, False)


def test_demo_accounts_are_one_a_role_and_can_sign_in(tmp_path: Path) -> None:
    accounts = ensure_demo_accounts(tmp_path)

    assert [(a.username, a.role) for a in accounts] == [(f"demo-{r.value}", r.value) for r in Role]
    assert [User.objects.get(username=a.username).check_password(a.password) for a in accounts] == [True] * 4


def test_demo_accounts_called_again_are_the_same(tmp_path: Path) -> None:
    first = ensure_demo_accounts(tmp_path)

    assert ensure_demo_accounts(tmp_path) == first


def test_demo_accounts_reset_draws_new_passwords(tmp_path: Path) -> None:
    first = ensure_demo_accounts(tmp_path)

    second = ensure_demo_accounts(tmp_path, reset=True)

    assert {a.password for a in first} & {a.password for a in second} == set()
    assert User.objects.count() == 4


def test_demo_accounts_make_again_what_is_missing(tmp_path: Path) -> None:
    first = ensure_demo_accounts(tmp_path)
    User.objects.get(username="demo-author").delete()

    second = ensure_demo_accounts(tmp_path)

    assert [a for a in second if a in first] == [a for a in first if a.role != "author"]
    assert User.objects.get(username="demo-author").role == Role.AUTHOR


def test_demo_accounts_file_is_its_owners_alone(tmp_path: Path) -> None:
    accounts = ensure_demo_accounts(tmp_path)

    path = tmp_path / "secrets" / "demo_accounts.json"
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert [row["password"] for row in json.loads(path.read_text())] == [a.password for a in accounts]
