"""Fitting on reviews of learners whose memory we made up."""

from __future__ import annotations

import math
import random

import fsrs
import pytest

from study.fitting import Fit, Rated, fit


def simulated(half_life: float, growth: float, cards: int, seed: int = 1) -> list[Rated]:
    """Reviews of somebody who forgets half of what is new within ``half_life`` days; each success multiplies
    that by ``growth``."""
    luck, reviews = random.Random(seed), []
    for card in range(cards):
        strength = half_life
        reviews.append(Rated(card, 3, None))
        for _ in range(6):
            pause = luck.choice([1, 2, 4, 8])
            known = luck.random() < math.exp(-math.log(2) * pause / strength)
            reviews.append(Rated(card, 3 if known else 1, pause))
            strength = strength * growth if known else half_life
    return reviews


@pytest.mark.parametrize("half_life", [0.5, 40.0])
def test_fit_predicts_better_than_the_usual_parameters(half_life: float) -> None:
    found = fit(simulated(half_life, 1.5, cards=60))
    assert found is not None
    assert found.loss_after < found.loss_before


def test_fit_gives_who_forgets_fast_shorter_intervals() -> None:
    fast, slow = fit(simulated(0.5, 1.5, cards=60)), fit(simulated(40, 1.5, cards=60))
    assert fast is not None
    assert slow is not None
    assert days_of(fast) < days_of(slow)


def days_of(found: Fit) -> int:
    scheduler = fsrs.Scheduler(found.parameters, enable_fuzzing=False, learning_steps=())
    card, _ = scheduler.review_card(fsrs.Card(card_id=1), fsrs.Rating.Good)
    assert card.last_review is not None
    return (card.due - card.last_review).days


def test_fit_is_the_same_each_time() -> None:
    reviews = simulated(3, 1.5, cards=40)
    assert fit(reviews) == fit(reviews)


def test_cards_that_never_came_back_on_another_day_teach_nothing() -> None:
    assert fit([Rated(1, 3, None), Rated(1, 3, 0), Rated(2, 4, None)]) is None


def test_fit_that_is_no_better_is_not_taken() -> None:
    reviews = simulated(3, 1.5, cards=40)
    found = fit(reviews)
    assert found is not None
    assert fit(reviews, found.parameters) is None
