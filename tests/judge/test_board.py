"""Leaderboards: who is on them and where, what stands between, what is told to whom, and how many queries."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.services import join_boards, leave_boards
from judge import limits
from judge.board import Entry, Line, board_of
from judge.models import Best, Reference, Submission
from questions.models import ProblemVersion
from tests.conftest import MakeUser
from tests.judge.conftest import Judged

pytestmark = pytest.mark.django_db


def on_board(make_user: MakeUser, name: str) -> User:
    user = make_user(username=f"user-{name}")
    assert join_boards(user, name)
    return user


def places(
    version: ProblemVersion, user: User | None = None, page: str | None = None
) -> list[tuple[int, str]]:
    rows = board_of(version, user, page).rows
    return [(row.rank, row.best.author.board_name) for row in rows if isinstance(row, Entry)]


def test_people_stand_by_score_and_share_a_rank(
    make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    for name, score in (("ann", 70.0), ("bob", 90.0), ("cid", 70.04), ("dee", 10.0)):
        judged(on_board(make_user, name), score=score)
    assert places(fake_version) == [(1, "bob"), (2, "ann"), (2, "cid"), (4, "dee")]


def test_nobody_is_named_who_did_not_opt_in(
    client: Client, make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    hidden = make_user(username="a-private-person")
    judged(hidden, score=90.0)
    page = client.get(reverse("leaderboard", args=[fake_version.problem.slug])).content.decode()
    assert places(fake_version) == []
    assert "a-private-person" not in page


def test_who_leaves_is_gone_and_keeps_their_place_to_themselves(
    make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    ann, bob = on_board(make_user, "ann"), on_board(make_user, "bob")
    judged(ann, score=70.0)
    judged(bob, score=50.0)
    leave_boards(ann)
    assert places(fake_version) == [(1, "bob")]
    own = board_of(fake_version, ann, None).own
    assert own is not None
    assert own.rank == 1
    assert board_of(fake_version, None, None).own is None


def test_a_closed_account_is_not_shown(
    make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    ann = on_board(make_user, "ann")
    judged(ann, score=70.0)
    ann.is_active = False
    ann.save()
    assert places(fake_version) == []


def test_ranks_go_on_over_pages(
    monkeypatch: pytest.MonkeyPatch, make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    monkeypatch.setattr(limits, "BOARD_PAGE", 2)
    for name, score in (("ann", 90.0), ("bob", 80.0), ("cid", 80.0), ("dee", 70.0), ("eve", 60.0)):
        judged(on_board(make_user, name), score=score)
    pages = [places(fake_version, page=str(number)) for number in (1, 2, 3)]
    assert pages == [[(1, "ann"), (2, "bob")], [(2, "cid"), (4, "dee")], [(5, "eve")]]
    assert places(fake_version, page="nonsense") == pages[0]
    assert places(fake_version, page="99") == pages[2]


def test_the_reference_and_the_baseline_stand_between_people(
    monkeypatch: pytest.MonkeyPatch, make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    monkeypatch.setattr(limits, "BOARD_PAGE", 1)
    row = judged(make_user(username="judge-itself"), score=95.0)
    Submission.objects.filter(pk=row.pk).update(purpose=Submission.Purpose.REFERENCE)
    Best.objects.all().delete()
    Reference.objects.create(problem_version=fake_version, verdict=row.verdicts.get(), per_example=b"")
    judged(on_board(make_user, "ann"), score=97.0)
    judged(on_board(make_user, "bob"), score=20.0)
    shown = [
        [
            row.kind if isinstance(row, Line) else row.best.author.board_name
            for row in board_of(fake_version, None, page).rows
        ]
        for page in ("1", "2")
    ]
    assert shown == [["ann"], ["reference", "bob", "floor"]]


def test_the_reader_is_marked_and_led_to_their_submission(
    client: Client, make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    ann, bob = on_board(make_user, "ann"), on_board(make_user, "bob")
    mine, other = judged(ann, score=70.0), judged(bob, score=50.0)
    client.force_login(ann)
    page = client.get(reverse("leaderboard", args=[fake_version.problem.slug])).content.decode()
    assert reverse("submission", args=[mine.pk]) in page
    assert reverse("submission", args=[other.pk]) not in page


@pytest.mark.parametrize(("version", "status"), [("", 200), ("1.0", 200), ("9.9", 404), ("'", 404)])
def test_a_version_that_is_not_there_is_not_found(
    client: Client, fake_version: ProblemVersion, version: str, status: int
) -> None:
    address = reverse("leaderboard", args=[fake_version.problem.slug])
    assert client.get(address, {"version": version}).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    client: Client,
    make_user: MakeUser,
    judged: Judged,
    fake_version: ProblemVersion,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    people = [on_board(make_user, f"person {number}") for number in range(count)]
    for number, person in enumerate(people):
        judged(person, score=50.0 + number)
    client.force_login(people[0])
    with django_assert_num_queries(13):
        client.get(reverse("leaderboard", args=[fake_version.problem.slug]))
