"""What our cards become is what the fsrs library makes of the same ratings; what is shown is booked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from questions.models import Question
from study import schedule, services
from study.models import Card, Learner, Rating
from tests.questions.conftest import MakeQuestion
from tests.study.conftest import NOON

HISTORIES = st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 90 * 86400)), min_size=1, max_size=12)
OWN = tuple(min(value * 1.3, high) for value, high in zip(
    fsrs.scheduler.DEFAULT_PARAMETERS, fsrs.scheduler.UPPER_BOUNDS_PARAMETERS, strict=True
))  # fmt: skip


def new_learner(**columns: object) -> Learner:
    return Learner(author=User(username="x"), **columns)


@given(HISTORIES, st.sampled_from([None, OWN]), st.sampled_from([0.8, 0.9, 0.95]))
def test_card_is_what_the_library_makes_of_the_same_ratings(
    history: list[tuple[Rating, int]], parameters: tuple[float, ...] | None, retention: float
) -> None:
    learner = new_learner(parameters=parameters, desired_retention=retention)
    card, at = Card(question=Question(), due=NOON), NOON
    theirs = fsrs.Card(card_id=0, due=NOON)
    scheduler = fsrs.Scheduler(
        parameters or fsrs.scheduler.DEFAULT_PARAMETERS, desired_retention=retention, enable_fuzzing=False
    )
    for rating, pause in history:
        at += timedelta(seconds=pause)
        schedule.restore(card, schedule.review(learner, card, rating, at))
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating(rating.value), at)
    assert schedule.memory_of(card).to_dict() == theirs.to_dict()


@given(HISTORIES)
def test_each_choice_shows_the_interval_that_its_rating_gives(history: list[tuple[Rating, int]]) -> None:
    learner, card, at = new_learner(), Card(question=Question(), due=NOON), NOON
    for rating, pause in history:
        at += timedelta(seconds=pause)
        shown = {choice.rating: choice.interval for choice in schedule.choices(learner, card, at)}
        schedule.restore(card, schedule.review(learner, card, rating, at))
        assert card.due - at == shown[rating]


def test_new_card_is_shown_the_librarys_first_steps() -> None:
    card = Card(question=Question(), due=NOON)
    steps = [choice.interval for choice in schedule.choices(new_learner(), card, NOON)]
    minutes = [timedelta(minutes=1), timedelta(minutes=5, seconds=30), timedelta(minutes=10)]
    assert steps == [*minutes, timedelta(days=8)]


@pytest.mark.django_db
def test_rating_long_after_the_reveal_books_what_the_button_showed(
    learner: Learner, make_question: MakeQuestion
) -> None:
    question = make_question()
    services.reveal(learner.author, question, "", None, now=NOON)
    services.rate(learner, question, Rating.EASY, now=NOON)
    nearly_a_day = NOON + timedelta(days=9) - timedelta(minutes=5)
    card = services.reveal(learner.author, question, "", None, now=nearly_a_day)
    shown = {choice.rating: choice.interval for choice in schedule.choices(learner, card, nearly_a_day)}
    services.rate(learner, question, Rating.GOOD, now=nearly_a_day + timedelta(minutes=50))
    card.refresh_from_db()
    assert card.due == nearly_a_day + shown[Rating.GOOD]


def test_times_of_any_zone_are_given_to_the_library_in_utc() -> None:
    card = Card(question=Question(), due=NOON.astimezone(), last_review=None)
    assert schedule.memory_of(card).due == datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
