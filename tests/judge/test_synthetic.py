"""Synthetic rows: as many as asked for, marked, and taken away without a trace."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

from accounts.models import User
from judge import synthetic
from judge.models import Best, Submission, Verdict
from judge.standings import update_best
from questions.models import ProblemVersion, Question, SearchEntry, Topic
from study.models import Bookmark, Card, MistakeReport, Note, Review
from tests.conftest import MakeUser
from tests.judge.conftest import Judged

pytestmark = pytest.mark.django_db

TABLES: tuple[type[Model], ...] = (Question, Topic, User, Submission, Verdict, Best, SearchEntry)
TABLES += (Card, Review, Bookmark, Note, MistakeReport)


def counts() -> list[int]:
    return [table._default_manager.count() for table in TABLES]


def load(**more: int) -> None:
    call_command("load_synthetic", questions=40, users=10, submissions=300, cards=30, reviews=90, **more)


def test_rows_come_and_go_without_a_trace(make_user: MakeUser, fake_version: ProblemVersion) -> None:
    make_user()
    before = counts()
    load()
    added = dict(zip([table.__name__ for table in TABLES], map(int.__sub__, counts(), before), strict=True))
    del added["Topic"], added["Best"]
    assert added == {
        **{"Question": 40, "User": 10, "Submission": 300, "Verdict": 300, "SearchEntry": 40},
        **{"Card": 30, "Review": 90, "Bookmark": 10, "Note": 10, "MistakeReport": 10},
    }
    mine = synthetic.busiest()
    assert [mine.cards.count(), mine.reviews.count()] == [30, 90]
    call_command("load_synthetic", "--remove")
    assert counts() == before


def test_who_stands_where_is_what_the_site_would_derive(fake_version: ProblemVersion) -> None:
    load()
    kept = sorted(Best.objects.values_list("author", "verdict", "points"))
    for author in set(Submission.objects.values_list("author", flat=True)):
        update_best(Submission.objects.filter(author=author)[0])
    assert sorted(Best.objects.values_list("author", "verdict", "points")) == kept


def test_the_same_seed_makes_the_same(fake_version: ProblemVersion) -> None:
    load(seed=3)
    first = list(Verdict.objects.order_by("id").values_list("code", "score"))
    synthetic.remove()
    load(seed=3)
    assert list(Verdict.objects.order_by("id").values_list("code", "score")) == first


def test_real_submissions_are_left_alone(
    candidate: User, fake_version: ProblemVersion, judged: Judged
) -> None:
    row = judged(candidate)
    with pytest.raises(CommandError, match="candidates have submitted"):
        load()
    call_command("load_synthetic", "--force", questions=5, users=2, submissions=10, cards=0)
    with pytest.raises(CommandError, match="synthetic rows already"):
        load()
    synthetic.remove()
    assert list(Submission.objects.all()) == [row]


def test_without_a_problem_there_is_nothing_to_load(db: None) -> None:
    with pytest.raises(CommandError, match="no problem is published"):
        load()
