"""Each author's best: derived from the verdicts that count, and from those before there was such a table."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import User
from judge.models import Best, Submission
from judge.standings import update_best
from questions.models import ProblemVersion
from runners.base import VerdictCode
from tests.conftest import MakeUser
from tests.judge.conftest import Judged
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db

UNRANKED = (VerdictCode.REJECTED, VerdictCode.CANCELLED, VerdictCode.JUDGE_ERROR)


@pytest.fixture
def author(make_user: MakeUser) -> User:
    return make_user()


def bests() -> list[tuple[int, float]]:
    return list(Best.objects.order_by("author").values_list("verdict__submission", "points"))


def test_the_highest_score_counts(author: User, judged: Judged) -> None:
    judged(author, score=40.0)
    high = judged(author, score=80.04)
    judged(author, score=60.0)
    assert bests() == [(high.pk, 80.0)]


def test_of_what_looks_the_same_the_earlier_counts(author: User, judged: Judged) -> None:
    early = judged(author, score=80.01)
    judged(author, score=80.04)
    assert bests() == [(early.pk, 80.0)]


@pytest.mark.parametrize("code", UNRANKED)
def test_what_is_no_result_never_counts(author: User, judged: Judged, code: VerdictCode) -> None:
    judged(author, code, score=90.0)
    assert bests() == []


def test_what_goes_by_an_alias_is_on_no_board(author: User, judged: Judged) -> None:
    row = judged(author, score=90.0)
    row.alias = "7K2M"
    row.save()
    update_best(row)
    assert bests() == []


def test_nothing_counts_for_nothing(author: User, judged: Judged) -> None:
    judged(author, VerdictCode.WRONG_ANSWER, score=0.0)
    assert bests() == []


def test_a_later_verdict_of_a_submission_takes_the_place_of_its_first(author: User, judged: Judged) -> None:
    low = judged(author, score=30.0)
    high = judged(author, score=90.0)
    again = new_verdict(VerdictCode.REJECTED, score=0.0)
    again.submission, again.attempt = high, high.attempt + 1
    again.save()
    update_best(high)
    assert bests() == [(low.pk, 30.0)]


def test_the_installation_itself_is_never_ranked(
    author: User, fake_version: ProblemVersion, judged: Judged
) -> None:
    row = judged(author, score=100.0)
    Submission.objects.filter(pk=row.pk).update(purpose=Submission.Purpose.REFERENCE)
    Best.objects.all().delete()
    row.refresh_from_db()
    update_best(row)
    assert bests() == []


def test_the_migration_derives_the_same(make_user: MakeUser, judged: Judged) -> None:
    one, other = make_user(username="one"), make_user(username="other")
    for author, code, score in (
        (one, VerdictCode.WRONG_ANSWER, 20.0),
        (one, VerdictCode.ACCEPTED, 80.02),
        (one, VerdictCode.ACCEPTED, 80.04),
        (one, VerdictCode.REJECTED, 99.0),
        (other, VerdictCode.WRONG_ANSWER, 0.0),
    ):
        judged(author, code, score=score)
    twice = judged(other, score=70.0)
    again = new_verdict(score=50.0)
    again.submission, again.attempt = twice, twice.attempt + 1
    again.save()
    update_best(twice)
    fields = ("author", "problem_version", "verdict", "points", "reached_at")
    kept = sorted(Best.objects.values_list(*fields))
    Best.objects.all().delete()
    import_module("judge.migrations.0004_best").derive(apps, None)
    assert sorted(Best.objects.values_list(*fields)) == kept
    assert [row[3] for row in kept] == [80.0, 50.0]


def test_reached_when_it_was_sent_in(author: User, judged: Judged) -> None:
    row = judged(author, score=10.0)
    assert abs(Best.objects.get().reached_at - row.created_at) < timedelta(microseconds=1)
