"""Django's admin shows what the judge wrote and changes none of it; an admin can end a problem's pause."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from judge import services
from questions.models import ProblemVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> User:
    user = User.objects.create(username="admin", role=Role.ADMIN, is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def test_admin_shows_submissions_and_changes_none(
    client: Client, admin: User, fake_version: ProblemVersion
) -> None:
    row = services.submit(admin, fake_version, "x")
    for model in ("submission", "verdict", "worker"):
        assert client.get(reverse(f"admin:judge_{model}_changelist")).status_code == 200
    address = reverse("admin:judge_submission_change", args=[row.pk])
    assert (client.get(address).status_code, client.post(address, {"state": "done"}).status_code) == (
        200,
        403,
    )
    assert client.post(reverse("admin:judge_submission_delete", args=[row.pk])).status_code == 403


def test_admin_ends_a_pause_and_changes_nothing_else(
    client: Client, admin: User, fake_version: ProblemVersion
) -> None:
    services.pause(fake_version, "评分程序出错", "the scorer failed")
    address = reverse("admin:questions_problemversion_change", args=[fake_version.pk])
    cleared = {"paused_reason_zh": "", "paused_reason_en": ""}
    assert client.post(address, cleared | {"version": "9", "published": ""}).status_code == 302
    fake_version.refresh_from_db()
    assert (fake_version.paused, fake_version.version, fake_version.published) == (False, "1.0", True)
