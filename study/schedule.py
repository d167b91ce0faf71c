"""When a card comes up again: the fsrs library between our rows and its cards. Writes nothing.

Intervals are not fuzzed: fuzz is drawn at random when a card is rated, so what a button shows before would
not be what it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import fsrs

from study.models import Card, CardState, Learner, Rating


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the four ratings, and after what time it would bring the card back."""

    rating: Rating
    interval: timedelta


def scheduler_of(learner: Learner) -> fsrs.Scheduler:
    """Return the scheduler by the learner's own parameters, or by the default ones."""
    return fsrs.Scheduler(
        parameters=learner.parameters or fsrs.scheduler.DEFAULT_PARAMETERS,
        desired_retention=learner.desired_retention,
        enable_fuzzing=False,
    )


def memory_of(card: Card) -> fsrs.Card:
    """Return the row as the library's card."""
    return fsrs.Card(
        card_id=card.pk or 0,
        state=fsrs.State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due.astimezone(UTC),
        last_review=card.last_review.astimezone(UTC) if card.last_review else None,
    )


def restore(card: Card, memory: fsrs.Card) -> None:
    """Set the row's columns to the library's card. Does not save."""
    card.state = CardState(memory.state.value)
    card.step = memory.step
    card.stability, card.difficulty = memory.stability, memory.difficulty
    card.due, card.last_review = memory.due, memory.last_review


def read_memory(stored: dict[str, Any]) -> fsrs.Card:
    """Return the library's card from a review's ``before`` or ``after``."""
    return fsrs.Card.from_dict(stored)  # type: ignore[arg-type] # a JSON column has no type


def review(learner: Learner, card: Card, rating: Rating, at: datetime) -> fsrs.Card:
    """Return what the library makes of ``card`` when it is rated ``rating`` at ``at``."""
    after, _ = scheduler_of(learner).review_card(memory_of(card), fsrs.Rating(rating), at.astimezone(UTC))
    return after


def choices(learner: Learner, card: Card, at: datetime) -> list[Choice]:
    """Return the four ratings with the interval that each gives when the card is reviewed at ``at``."""
    return [Choice(rating, review(learner, card, rating, at).due - at) for rating in Rating]


def elapsed_days(card: Card, at: datetime) -> int | None:
    """Return the whole days since the last review, None before the first."""
    return max(0, (at - card.last_review).days) if card.last_review else None
