"""``manage.py fit_schedules``: who reviewed enough is fitted, and told; others are left as they are."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from study import limits, services
from study.models import Learner, Rating
from tests.conftest import MakeUser
from tests.questions.conftest import MakeQuestion
from tests.study.conftest import NOON, ReviewAt

pytestmark = pytest.mark.django_db


def said() -> str:
    out = StringIO()
    call_command("fit_schedules", stdout=out)
    return out.getvalue()


def test_who_reviewed_enough_is_fitted(
    monkeypatch: pytest.MonkeyPatch,
    learner: Learner,
    make_user: MakeUser,
    make_question: MakeQuestion,
    review_at: ReviewAt,
) -> None:
    services.saved(Learner(author=make_user(username="idle")))
    monkeypatch.setattr(limits, "FIT_FROM", 1_000)  # not by the reviews themselves
    for number in range(30):
        question = make_question(f"q{number}")
        for day in range(4):
            review_at(question, NOON + timedelta(days=4 * day), Rating.AGAIN if day else Rating.GOOD)
    monkeypatch.setattr(limits, "FIT_FROM", 100)
    lines = said().splitlines()
    learner.refresh_from_db()
    assert lines[0].startswith("ada: 120 reviews, log-loss ")
    assert lines[1] == "1 of 2 schedules changed"
    assert learner.parameters is not None


def test_too_few_reviews_change_nothing(learner: Learner) -> None:
    assert said() == "0 of 1 schedules changed\n"
