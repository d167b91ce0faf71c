"""``manage.py fit_schedules``: who reviewed enough is fitted, and told; others are left as they are."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from study import services
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
    learner: Learner,
    make_user: MakeUser,
    make_question: MakeQuestion,
    review_at: ReviewAt,
) -> None:
    services.saved(Learner(author=make_user(username="idle")))
    for number in range(30):
        question = make_question(f"q{number}")
        for day in range(4):
            review_at(question, NOON + timedelta(days=4 * day), Rating.AGAIN if day else Rating.GOOD)
    lines = said().splitlines()
    learner.refresh_from_db()
    assert lines[0].startswith("ada: 120 reviews, log-loss ")
    assert lines[1] == "schedules changed: 1"
    assert learner.parameters is not None
    assert said() == "schedules changed: 0\n"  # nothing came since


def test_too_few_reviews_change_nothing(learner: Learner) -> None:
    assert said() == "schedules changed: 0\n"
