"""Access tokens: made once, hashed, ended, taken back; and what the API lets them do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AccessToken, User
from accounts.tokens import MOST, TooMany, find_token, make_token
from questions.models import ProblemVersion
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db

LIST = "/api/v1/submissions/"


@pytest.fixture
def user(make_user: MakeUser) -> User:
    return make_user()


def call(token: str, method: str = "get", body: object = None, scheme: str = "Bearer") -> int:
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(
        LIST, body, content_type="application/json", headers={"authorization": f"{scheme} {token}"}
    )
    return int(answer.status_code)


def test_a_token_reads(user: User) -> None:
    _, token = make_token(user, "script", may_submit=False, days=1)
    assert call(token) == 200
    assert call(token, scheme="bearer") == 200
    assert AccessToken.objects.get().used_at is not None


@pytest.mark.parametrize(("may_submit", "status"), [(True, 201), (False, 403)])
def test_only_a_token_that_may_submits(
    user: User, fake_version: ProblemVersion, may_submit: bool, status: int
) -> None:
    _, token = make_token(user, "script", may_submit=may_submit, days=1)
    assert call(token, "post", {"problem": "fake-problem", "source": "x"}) == status


@pytest.mark.parametrize("token", ["", "tun_", "tun_wrong", "x y", "\xff", "a" * 5000])
def test_a_token_that_is_none_is_refused(user: User, token: str) -> None:
    make_token(user, "script", may_submit=True, days=1)
    assert call(token) == 401


def test_a_token_ends(user: User) -> None:
    row, token = make_token(user, "script", may_submit=True, days=1)
    AccessToken.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert call(token) == 401


def test_a_closed_account_has_no_token(user: User) -> None:
    _, token = make_token(user, "script", may_submit=True, days=1)
    User.objects.update(is_active=False)
    assert find_token(token) is None


def test_the_token_itself_is_stored_nowhere(user: User) -> None:
    row, token = make_token(user, "script", may_submit=True, days=1)
    assert token not in str(AccessToken.objects.values().get(pk=row.pk))
    assert token.startswith(row.start)
    assert len(row.start) < 10


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_however_many_there_are(
    client: Client, user: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        make_token(user, "script", may_submit=True, days=1)
    client.force_login(user)
    with django_assert_num_queries(4):
        page = client.get(reverse("account_tokens"))
    assert len(page.context["tokens"]) == count


def test_there_are_only_so_many(user: User) -> None:
    for _ in range(MOST):
        make_token(user, "script", may_submit=True, days=1)
    with pytest.raises(TooMany):
        make_token(user, "script", may_submit=True, days=1)


def test_the_page_shows_a_token_once_and_takes_it_back(client: Client, user: User) -> None:
    client.force_login(user)
    page = client.post(reverse("account_tokens"), {"name": "my <script>", "days": "30", "may_submit": "on"})
    (token,) = set(re.findall(r"tun_[\w-]{40,}", page.content.decode()))
    assert page["Cache-Control"].find("no-store") >= 0
    assert call(token) == 200
    later = client.get(reverse("account_tokens")).content.decode()
    assert token not in later
    assert "my &lt;script&gt;" in later
    row = AccessToken.objects.get()
    assert client.post(reverse("account_token_revoke", args=[row.pk])).status_code == 302
    assert call(token) == 401


def test_nobody_takes_back_anothers(client: Client, user: User, make_user: MakeUser) -> None:
    row, _ = make_token(make_user(username="other"), "script", may_submit=True, days=1)
    client.force_login(user)
    assert client.post(reverse("account_token_revoke", args=[row.pk])).status_code == 404
    assert AccessToken.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "data", [{}, {"name": "x"}, {"name": "x", "days": "9999"}, {"name": "", "days": "30"}]
)
def test_a_bad_form_makes_none(client: Client, user: User, data: dict[str, str]) -> None:
    client.force_login(user)
    assert client.post(reverse("account_tokens"), data).status_code == 422
    assert not AccessToken.objects.exists()


def test_a_session_still_needs_the_sites_own_token(user: User, fake_version: ProblemVersion) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    answer = client.post(LIST, {"problem": "fake-problem", "source": "x"}, "application/json")
    assert answer.status_code == 403
