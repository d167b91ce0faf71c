"""The parameters of FSRS fitted to one learner's reviews by fsrs-rs. Computes; ``study.services`` stores.

An item is the history of a card up to one review that came a day or more after the one before it: what the
forgetting curve is learned from (https://github.com/open-spaced-repetition/fsrs-rs).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview


@dataclass(frozen=True, slots=True)
class Rated:
    """One review: which card, which rating (1-4), how many whole days after the one before it (None: it is
    the first)."""

    card: int
    rating: int
    elapsed_days: int | None


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted parameters, and the log-loss of predicted recall before and after, on the same reviews."""

    parameters: tuple[float, ...]
    loss_before: float
    loss_after: float


def fit(reviews: Iterable[Rated], current: tuple[float, ...] = DEFAULT_PARAMETERS) -> Fit | None:
    """Fit to ``reviews``, which are in the order they were made; None when no card came back on another day,
    or when the fitted parameters predict these reviews no better than ``current``."""
    cards, items = _items(reviews)
    if not items:
        return None
    found = FSRS(list(DEFAULT_PARAMETERS)).compute_parameters(items, cards)
    parameters = _within_bounds(found)
    before, after = (FSRS(list(which)).evaluate(items).log_loss for which in (current, parameters))
    return Fit(parameters, before, after) if after < before else None


def _items(reviews: Iterable[Rated]) -> tuple[list[int], list[FSRSItem]]:
    histories: dict[int, list[FSRSReview]] = defaultdict(list)
    cards, items = [], []
    for one in reviews:
        history = histories[one.card]
        history.append(FSRSReview(one.rating, one.elapsed_days or 0))
        if one.elapsed_days:
            cards.append(one.card)
            items.append(FSRSItem(history))
    return cards, items


def _within_bounds(parameters: Iterable[float]) -> tuple[float, ...]:
    """The scheduler refuses what is outside its bounds; fsrs-rs may end a rounding error beyond them."""
    bounds = zip(parameters, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(value, low), high) for value, low, high in bounds)
