"""Writes of cards and reviews: reveal, rate, undo, fit. Bookmarks, notes, reports: ``study.collecting``."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils import timezone
from fsrs.scheduler import DEFAULT_PARAMETERS

from accounts.models import User
from questions.models import Question
from study import fitting, limits, schedule, selectors
from study.models import Card, Learner, Rating, Review

log = logging.getLogger(__name__)


class NotRevealedError(Exception):
    """The card waits for no rating: it was rated already (a second click, another tab), or revealed so long
    ago that the question must be asked again."""


def saved(learner: Learner) -> Learner:
    """Store a learner that ``selectors.learner_of`` made up, and return the row."""
    if learner.pk is None:
        row, _ = Learner.objects.get_or_create(
            author_id=learner.author_id, defaults={"time_zone": learner.time_zone}
        )
        return row
    return learner


@transaction.atomic
def reveal(
    user: User, question: Question, attempt: str, shown_at: datetime | None, *, now: datetime | None = None
) -> Card:
    """Keep the attempt and mark the answer as shown; a rating may follow."""
    now = now or timezone.now()
    card, _ = Card.objects.get_or_create(author=user, question=question, defaults={"due": now})
    card.attempt = attempt
    # No longer ago than counts: a page may send any time, even one that no database can hold.
    card.shown_at = max(min(shown_at, now), now - limits.LONGEST_REVIEW) if shown_at else None
    card.revealed_at = now
    card.save(update_fields=["attempt", "shown_at", "revealed_at"])
    return card


@transaction.atomic
def rate(learner: Learner, question: Question, rating: Rating, *, now: datetime | None = None) -> Review:
    """Book the rating of a revealed card, as of the moment when the answer and the intervals were shown: so
    the card comes back when its button said.

    Raises:
        NotRevealedError: nothing waits to be rated.
    """
    now = now or timezone.now()
    learner = saved(learner)
    card = Card.objects.select_for_update().filter(author=learner.author, question=question).first()
    if card is None or not selectors.is_revealed(card, now):
        raise NotRevealedError
    at = cast(datetime, card.revealed_at)
    before, after = schedule.memory_of(card), schedule.review(learner, card, rating, at)
    row = Review.objects.create(
        author=learner.author,
        card=card,
        rating=rating,
        reviewed_at=at,
        day=at.astimezone(learner.zone).date(),
        elapsed_days=schedule.elapsed_days(card, at),
        duration_ms=_duration(card.shown_at, now),
        attempt=card.attempt,
        before=before.to_dict(),
        after=after.to_dict(),
    )
    schedule.restore(card, after)
    card.attempt, card.shown_at, card.revealed_at = "", None, None
    card.save()
    return row


def _duration(shown_at: datetime | None, now: datetime) -> int | None:
    if shown_at is None:
        return None
    return min(now - shown_at, limits.LONGEST_REVIEW) // timedelta(milliseconds=1)


@transaction.atomic
def undo(user: User, *, now: datetime | None = None) -> Card | None:
    """Take the user's last review back: the card is as it was, its answer shown and its attempt there, to be
    rated again. The review stays, and counts no more. None when there is no review."""
    now = now or timezone.now()
    last = selectors.counted_reviews(user).select_for_update().order_by("-id").first()
    if last is None:
        return None
    card = Card.objects.select_for_update().select_related("question").get(pk=last.card_id)
    schedule.restore(card, schedule.read_memory(last.before))
    card.attempt, card.shown_at, card.revealed_at = last.attempt, None, now
    card.save()
    last.undone_at = now
    last.save(update_fields=["undone_at"])
    return card


def fit_due() -> list[tuple[Learner, fitting.Fit]]:
    """Fit everybody who reviewed enough since the last time; return who got other parameters. A fit takes
    seconds, so it is no part of a rating. One that fails keeps nobody else from theirs."""
    changed = []
    for learner in selectors.learners_to_fit():
        try:
            found = fit(learner)
        except Exception:
            log.exception("the schedule of learner %s could not be fitted", learner.pk)
            continue
        if found:
            changed.append((learner, found))
    return changed


def fit(learner: Learner) -> fitting.Fit | None:
    """Fit the learner's parameters to their reviews and store them. None when there are too few, or when the
    present ones predict as well."""
    rows = selectors.counted_reviews(learner.author).order_by("reviewed_at", "id")
    reviews = [fitting.Rated(*row) for row in rows.values_list("card_id", "rating", "elapsed_days")]
    if len(reviews) < limits.FIT_FROM:
        return None
    # First, so that what fails is tried again after more reviews and not at once.
    learner.fitted_on, learner.fitted_at = len(reviews), timezone.now()
    learner.save(update_fields=["fitted_on", "fitted_at"])
    found = fitting.fit(reviews, tuple(learner.parameters or DEFAULT_PARAMETERS))
    if found:
        learner.parameters = list(found.parameters)
        learner.save(update_fields=["parameters"])
    return found
