"""Parts of pages that ask for themselves: nothing where nothing changed, and no more when all is done."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from judge import services
from judge.models import Submission, Worker
from questions.models import ProblemVersion
from runners.base import VerdictCode
from tests.judge.conftest import Judged
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db

SEEN = r'<div id="%s"[^>]*hx-vals=\'{"seen": "(\w+)"}\''


@pytest.fixture
def problem(fake_version: ProblemVersion) -> str:
    return reverse("problem", args=[fake_version.problem.slug])


def mark_in(answer: HttpResponse, name: str) -> str:
    """The mark by which a part asks again, "" when it does not."""
    found = re.search(SEEN % name, answer.content.decode())
    return found[1] if found else ""


def ask(client: Client, address: str, name: str, seen: str) -> HttpResponse:
    return client.get(address, {"seen": seen}, headers={"HX-Request": "true", "HX-Target": name})


def finish(row: Submission) -> None:
    held = services.claim(row.pk)
    assert held is not None
    services.finish(held, new_verdict(VerdictCode.ACCEPTED))


def address_of(name: str, problem: str) -> str:
    if name == "mine-live":
        return problem
    return reverse("submissions") if name == "listed" else reverse("home")


@pytest.mark.parametrize("name", ["queue-live", "events-live", "listed", "mine-live"])
def test_what_waits_asks_until_its_verdict_is_there(
    client: Client, candidate: User, fake_version: ProblemVersion, problem: str, name: str
) -> None:
    address = address_of(name, problem)
    row = services.submit(candidate, fake_version, "x")
    seen = mark_in(client.get(address), name)
    unchanged = ask(client, address, name, seen)
    services.claim(row.pk)
    moved = ask(client, address, name, seen)
    services.finish(Submission.objects.get(pk=row.pk), new_verdict(VerdictCode.ACCEPTED))
    done = ask(client, address, name, mark_in(moved, name))

    assert [unchanged.status_code, moved.status_code, done.status_code] == [204, 200, 200]
    assert ["Preparing" in moved.content.decode(), "<html" in moved.content.decode()] == [True, False]
    assert [mark_in(done, name), mark_in(client.get(address), name)] == ["", ""]


@pytest.mark.parametrize("name", ["queue-live", "events-live", "listed", "mine-live"])
def test_a_part_is_not_for_who_was_signed_out(client: Client, problem: str, name: str) -> None:
    assert ask(client, address_of(name, problem), name, "x").status_code == 401


@pytest.mark.parametrize("name", ["queue-live", "events-live", "listed", "mine-live"])
def test_an_answer_takes_the_same_queries_at_one_and_three_rows(
    client: Client,
    candidate: User,
    judged: Judged,
    fake_version: ProblemVersion,
    problem: str,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    address = address_of(name, problem)
    groups = [{"key": "a", "cases": [{"passed": True}]}]  # what its headline looks at
    judged(candidate, VerdictCode.WRONG_ANSWER, groups=groups)
    services.submit(candidate, fake_version, "x")
    ask(client, address, name, "x")
    with django_assert_max_num_queries(14) as one:
        ask(client, address, name, "x")
    of_submissions = " ".join(
        asked["sql"] for asked in one.captured_queries if 'FROM "judge_' in asked["sql"]
    )
    unshown = {"source", "statement_en", "config", "metrics", "resources", "output"}
    assert unshown.isdisjoint(re.findall(r'"\."(\w+)"', of_submissions))
    for _ in range(2):
        judged(candidate, VerdictCode.WRONG_ANSWER, groups=groups)
    services.submit(candidate, fake_version, "x")
    with django_assert_max_num_queries(len(one.captured_queries)):
        ask(client, address, name, "x")


def buttons_in(answer: HttpResponse) -> list[bool]:
    """Whether Run and Submit may be pressed."""
    found = re.findall(r'<button id="(?:run|submit)-button"([^>]*)>', answer.content.decode())
    return ["disabled" not in attributes for attributes in found]


def test_a_submission_is_taken_in_while_judging_is_off(client: Client, candidate: User, problem: str) -> None:
    page = client.get(problem)
    assert buttons_in(page) == [True, True]
    assert "a submission keeps its place" in page.content.decode()
    assert client.post(problem, {"source": "x"}).status_code == 302


def test_the_desk_comes_to_life(
    client: Client, candidate: User, fake_version: ProblemVersion, problem: str
) -> None:
    ProblemVersion.objects.update(published=False)
    page = client.get(problem)
    unchanged = ask(client, problem, "desk-state", mark_in(page, "desk-state"))
    ProblemVersion.objects.update(published=True)
    Worker.objects.create(name="here:1", lanes=["cpu"], seen_at=timezone.now())
    alive = ask(client, problem, "desk-state", mark_in(page, "desk-state"))

    assert [buttons_in(page), unchanged.status_code, buttons_in(alive)] == [[True, False], 204, [True, True]]
    assert "You can run and submit now." in alive.content.decode()
    assert "Judging is off." not in alive.content.decode()
    assert [mark_in(alive, "desk-state"), mark_in(client.get(problem), "desk-state")] == ["", ""]


def test_the_desk_of_a_visitor_follows_too(client: Client, problem: str) -> None:
    seen = mark_in(client.get(problem), "desk-state")
    assert ask(client, problem, "desk-state", seen).status_code == 204
