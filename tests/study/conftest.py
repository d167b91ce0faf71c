"""Learners, and questions that were reviewed at times of the test's choosing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from questions.models import Question
from study import selectors, services
from study.models import Learner, Rating, Review
from tests.conftest import MakeUser
from tests.questions.conftest import make_question  # noqa: F401 - the fixture

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ReviewAt = Callable[..., Review]


@pytest.fixture
def user(make_user: MakeUser) -> User:
    return make_user(username="ada")


@pytest.fixture
def learner(user: User) -> Learner:
    """Ada, stored, in UTC."""
    return services.saved(selectors.learner_of(user))


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def review_at(learner: Learner) -> ReviewAt:
    """Reveal and rate a question at a time; another learner may be named."""

    def review(
        question: Question,
        at: datetime = NOON,
        rating: Rating = Rating.GOOD,
        attempt: str = "",
        by: Learner = learner,
    ) -> Review:
        services.reveal(by.author, question, attempt, at - timedelta(seconds=90), now=at)
        return services.rate(by, question, rating, now=at + timedelta(seconds=30))

    return review
