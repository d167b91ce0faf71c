"""Who may do what, role by role."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Role, User

pytestmark = pytest.mark.django_db  # Django's own backend looks for permissions in its tables

ROLES = [Role.CANDIDATE, Role.INTERVIEWER, Role.AUTHOR, Role.ADMIN]


@dataclass
class Thing:
    """Stands for a submission."""

    author_id: int
    of_package: bool = False


def user_of(role: Role, pk: int = 1) -> User:
    return User(pk=pk, username=f"{role.value}{pk}", role=role)


def allowed(permission: str, thing: Thing | None = None) -> list[Role]:
    return [role for role in ROLES if user_of(role).has_perm(permission, thing)]


def test_view_submission_of_another_is_for_interviewers_and_admins() -> None:
    assert allowed("judge.view_submission", Thing(author_id=2)) == [Role.INTERVIEWER, Role.ADMIN]


def test_view_a_solution_of_a_package_is_for_all_authors_and_nobody_else_more() -> None:
    allowed_to = [Role.INTERVIEWER, Role.AUTHOR, Role.ADMIN]
    assert allowed("judge.view_submission", Thing(author_id=2, of_package=True)) == allowed_to
    assert allowed("judge.cancel_submission", Thing(author_id=2, of_package=True)) == [Role.ADMIN]


def test_view_submission_of_ones_own_is_for_everyone() -> None:
    assert allowed("judge.view_submission", Thing(author_id=1)) == ROLES


def test_cancel_submission_of_another_is_for_admins() -> None:
    assert allowed("judge.cancel_submission", Thing(author_id=2)) == [Role.ADMIN]


def test_cancel_submission_of_ones_own_is_for_everyone() -> None:
    assert allowed("judge.cancel_submission", Thing(author_id=1)) == ROLES


def test_view_all_submissions_is_for_interviewers_and_admins() -> None:
    assert allowed("judge.view_all_submissions") == [Role.INTERVIEWER, Role.ADMIN]


def test_write_questions_is_for_authors_and_admins() -> None:
    assert allowed("questions.write") == [Role.AUTHOR, Role.ADMIN]


def test_view_submission_without_a_submission_is_not_ones_own() -> None:
    assert user_of(Role.CANDIDATE).has_perm("judge.view_submission", None) is False


@pytest.mark.parametrize("permission", ["judge.view_submission", "judge.cancel_submission"])
def test_anonymous_visitor_has_no_permission(permission: str) -> None:
    assert AnonymousUser().has_perm(permission, Thing(author_id=1)) is False


def test_inactive_admin_has_no_permission() -> None:
    admin = user_of(Role.ADMIN)
    admin.is_active = False

    assert admin.has_perm("judge.view_submission", Thing(author_id=2)) is False
