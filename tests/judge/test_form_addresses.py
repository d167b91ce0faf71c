"""Addresses of forms, asked for by a browser and by a program."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import resolve, reverse

from accounts.models import User
from judge.form_addresses import page_above
from judge.models import Help
from questions.models import ProblemVersion, Question
from tests.questions.conftest import make_question  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("name", ["hint", "give_up", "run_start"])
def test_who_comes_by_a_link_is_led_to_the_problem(
    client: Client, candidate: User, fake_version: ProblemVersion, name: str
) -> None:
    slug = fake_version.problem.slug
    answer = client.get(reverse(name, args=[slug]), headers=BROWSER)
    assert answer["Location"] == reverse("problem", args=[slug])
    assert not Help.objects.exists()


def test_what_narrows_the_page_stays(
    client: Client,
    candidate: User,
    make_question: Callable[..., Question],  # noqa: F811
) -> None:
    slug = make_question().slug
    answer = client.get(reverse("study:reveal", args=[slug]) + "?topic=kv", headers=BROWSER)
    assert answer["Location"] == reverse("study:card", args=[slug]) + "?topic=kv"


def test_a_program_and_other_methods_are_told_that_it_is_wrong(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    address = reverse("hint", args=[fake_version.problem.slug])
    assert [client.get(address).status_code, client.put(address, headers=BROWSER).status_code] == [405, 405]
    assert client.get("/api/v1/runs/", headers=BROWSER).status_code == 405


def test_the_page_above_is_one_of_the_site() -> None:
    assert page_above(reverse("account_token_revoke", args=[3])) == reverse("account_tokens")
    assert page_above(reverse("study:undo")) == reverse("study:overview")
    assert page_above("/nothing/at/all/") == "/"
    assert resolve(page_above("/")).url_name == "home"
