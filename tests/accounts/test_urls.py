"""The pages of accounts: what is there, what is not, and in which words."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

CHINESE = {"Accept-Language": "zh-hans"}
NEWCOMER = {"username": "xiaoming"}


def sign_up(client: Client, password: str) -> str:
    data = NEWCOMER | {"password1": password, "password2": password}
    return client.post("/accounts/signup/", data, headers=CHINESE, follow=True).content.decode()


def test_sign_up_in_chinese_says_that_a_password_is_too_short(client: Client) -> None:
    page = sign_up(client, "k7-q")
    assert "密码太短，至少需要 8 个字符。" in page
    assert "too short" not in page


def test_sign_up_in_chinese_greets_in_chinese(client: Client) -> None:
    assert "已登录：xiaoming" in sign_up(client, "k7-q-and-more-4")


@pytest.mark.parametrize("name", ["login", "signup", "password/reset"])
def test_pages_that_a_visitor_needs_are_there(client: Client, name: str) -> None:
    assert client.get(f"/accounts/{name}/").status_code == 200


@pytest.mark.parametrize("name", ["email", "confirm-email", "reauthenticate", "login/code"])
def test_pages_that_the_site_does_not_use_are_not(client: Client, name: str) -> None:
    assert client.get(f"/accounts/{name}/").status_code == 404


def test_password_reset_takes_nothing(client: Client) -> None:
    assert client.post("/accounts/password/reset/", {"email": "a@example.org"}).status_code == 405
