"""Revealing, rating, undoing and fitting: the rows that they leave."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta, timezone

import fsrs
import pytest
from django.forms.models import model_to_dict

from accounts.models import User
from study import fitting, limits, progress, schedule, selectors, services
from study.models import Card, CardState, Learner, Rating, Review
from tests.conftest import MakeUser
from tests.questions.conftest import MakeQuestion
from tests.study.conftest import NOON, ReviewAt


def test_reveal_keeps_the_attempt_and_schedules_nothing(user: User, make_question: MakeQuestion) -> None:
    card = services.reveal(user, make_question(), "  mine\n", NOON - timedelta(seconds=5), now=NOON)
    card.refresh_from_db()
    kept = [card.attempt, card.shown_at, card.revealed_at, card.last_review]
    assert kept == ["  mine\n", NOON - timedelta(seconds=5), NOON, None]


def test_reveal_believes_no_time_in_the_future(user: User, make_question: MakeQuestion) -> None:
    card = services.reveal(user, make_question(), "", NOON + timedelta(days=1), now=NOON)
    assert card.shown_at == NOON


def test_reveal_believes_no_time_that_no_database_holds(user: User, make_question: MakeQuestion) -> None:
    ancient = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    card = services.reveal(user, make_question(), "", ancient, now=NOON)
    assert card.shown_at == NOON - limits.LONGEST_REVIEW


def test_rate_logs_the_review_with_the_card_before_and_after(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    question = make_question()
    review_at(question, NOON)
    card = Card.objects.get()
    before = schedule.memory_of(card).to_dict()
    row = review_at(question, NOON + timedelta(days=3), Rating.HARD, "mine")
    card.refresh_from_db()
    row.refresh_from_db()
    assert model_to_dict(row, exclude=["id"]) == {
        "author": learner.author_id,
        "card": card.pk,
        "rating": Rating.HARD,
        "reviewed_at": NOON + timedelta(days=3),
        "day": (NOON + timedelta(days=3)).date(),
        "elapsed_days": 3,
        "duration_ms": 120_000,
        "attempt": "mine",
        "before": before,
        "after": schedule.memory_of(card).to_dict(),
        "undone_at": None,
    }


def test_rate_clears_the_review_under_way(make_question: MakeQuestion, review_at: ReviewAt) -> None:
    review_at(make_question(), attempt="mine")
    card = Card.objects.get()
    assert [card.attempt, card.shown_at, card.revealed_at, card.last_review] == ["", None, None, NOON]


def test_first_review_has_no_elapsed_days(make_question: MakeQuestion, review_at: ReviewAt) -> None:
    assert review_at(make_question()).elapsed_days is None


def test_second_click_is_not_counted(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    question = make_question()
    review_at(question)
    with pytest.raises(services.NotRevealedError):
        services.rate(learner, question, Rating.AGAIN, now=NOON + timedelta(minutes=1))
    assert Review.objects.count() == 1


def test_question_that_was_never_revealed_cannot_be_rated(
    learner: Learner, make_question: MakeQuestion
) -> None:
    with pytest.raises(services.NotRevealedError):
        services.rate(learner, make_question(), Rating.GOOD)


def test_answer_revealed_long_ago_is_asked_again_with_the_attempt_kept(
    learner: Learner, make_question: MakeQuestion
) -> None:
    question = make_question()
    services.reveal(learner.author, question, "mine", None, now=NOON)
    with pytest.raises(services.NotRevealedError):
        services.rate(learner, question, Rating.GOOD, now=NOON + limits.REVEAL_LASTS)
    assert Card.objects.get().attempt == "mine"


def test_card_left_on_the_screen_counts_as_an_hour(learner: Learner, make_question: MakeQuestion) -> None:
    question = make_question()
    services.reveal(learner.author, question, "", NOON - timedelta(days=2), now=NOON)
    assert services.rate(learner, question, Rating.GOOD, now=NOON).duration_ms == 3_600_000


def test_undo_brings_the_card_back_as_it_was_revealed(
    user: User, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    question = make_question()
    review_at(question)
    before = schedule.memory_of(Card.objects.get())
    later = NOON + timedelta(days=8)
    review_at(question, later, Rating.AGAIN, "mine")
    card = services.undo(user, now=later)
    assert card is not None
    card.refresh_from_db()
    assert schedule.memory_of(card) == before
    assert [card.attempt, card.revealed_at] == ["mine", later]
    assert list(Review.objects.order_by("id").values_list("rating", "undone_at")) == [
        (Rating.GOOD, None),
        (Rating.AGAIN, later),
    ]


def test_undo_takes_back_the_review_before_when_asked_again(
    user: User, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    for slug in ("one", "two"):
        review_at(make_question(slug))
    cards = [services.undo(user) for _ in range(3)]
    assert [card and card.question.slug for card in cards] == ["two", "one", None]


def test_what_was_undone_counts_nowhere(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, question = learner.author, make_question()
    review_at(question)
    services.undo(user, now=NOON)
    today = selectors.today_of(learner, selectors.topic_lines(learner, NOON), NOON)
    assert (today.done, today.new) == (0, 1)
    assert progress.activity_of(learner, NOON).days == {}
    assert not selectors.reviews_of(user).exists()
    monkeypatch.setattr(limits, "FIT_FROM", 1)
    monkeypatch.setattr(limits, "FIT_EVERY", 1)
    assert not selectors.learners_to_fit().exists()
    services.fit(learner)
    assert learner.fitted_on == 0


def test_undo_of_a_first_review_makes_the_question_new_again(
    user: User, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    question = make_question()
    review_at(question)
    services.undo(user)
    new = selectors.new_questions(user, selectors.Scope())
    assert [list(new), selectors.card_of(user, question).state] == [[question], CardState.LEARNING]  # type: ignore[union-attr]


def test_undo_takes_only_ones_own_reviews_back(
    make_user: MakeUser, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    review_at(make_question())
    assert services.undo(make_user(username="other")) is None
    assert Review.objects.count() == 1


def forgetful(learner: Learner, make_question: MakeQuestion, review_at: ReviewAt, cards: int) -> None:
    """A learner who forgets half of everything within half a day."""
    luck = random.Random(7)
    for number in range(cards):
        question, at = make_question(f"q{number}"), NOON
        review_at(question, at, Rating.GOOD)
        for _ in range(3):
            pause = luck.choice([1, 2, 4, 8])
            at += timedelta(days=pause)
            known = luck.random() < math.exp(-math.log(2) * pause / 0.5)
            review_at(question, at, Rating.GOOD if known else Rating.AGAIN)


def test_parameters_are_fitted_when_there_are_enough_reviews(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    forgetful(learner, make_question, review_at, cards=25)
    unfitted = Learner.objects.get()
    assert [unfitted.parameters, unfitted.fitted_on] == [None, 0]  # no rating waits for it
    services.fit_due()
    stored = Learner.objects.get()
    assert [stored.fitted_on, Review.objects.count()] == [100, 100]
    assert stored.parameters is not None
    assert schedule.scheduler_of(stored).parameters == tuple(stored.parameters)
    first_interval = [schedule.choices(one, Card(due=NOON), NOON)[-1].interval for one in (stored, Learner())]
    assert first_interval[0] < first_interval[1]


def test_parameters_are_the_usual_ones_before_that(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    forgetful(learner, make_question, review_at, cards=24)
    services.fit_due()
    stored = Learner.objects.get()
    assert [stored.parameters, stored.fitted_on, services.fit(stored)] == [None, 0, None]
    assert schedule.scheduler_of(stored).parameters == fsrs.scheduler.DEFAULT_PARAMETERS


def test_a_fit_comes_again_after_so_many_reviews(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FIT_FROM", 2)
    monkeypatch.setattr(limits, "FIT_EVERY", 2)
    due = []
    for number in range(5):
        review_at(make_question(f"q{number}"))
        due.append(selectors.learners_to_fit().exists())
        services.fit_due()
    assert due == [False, True, False, True, False]


def test_a_fit_that_fails_keeps_nobody_else_from_theirs(
    learner: Learner,
    make_user: MakeUser,
    make_question: MakeQuestion,
    review_at: ReviewAt,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    other = services.saved(Learner(author=make_user(username="other")))
    for one in (learner, other):
        review_at(make_question(f"of-{one.author.username}"), by=one)
    better = fitting.Fit(tuple(fsrs.scheduler.DEFAULT_PARAMETERS), 1.0, 0.5)
    answers = iter([ValueError("fsrs-rs gave up"), better])

    def fit(*_: object) -> fitting.Fit:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(fitting, "fit", fit)
    monkeypatch.setattr(limits, "FIT_FROM", 1)
    monkeypatch.setattr(limits, "FIT_EVERY", 1)
    assert services.fit_due() == [(other, better)]
    assert "could not be fitted" in caplog.text
    assert services.fit_due() == []  # not at once again
