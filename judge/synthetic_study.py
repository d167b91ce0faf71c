"""Makes what learners leave behind, for measuring the pages of study under load: one who has most of
everything, and many with a little. Part of ``judge.synthetic``, which takes all of it away with its people.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from questions.models import Question
from study.models import Bookmark, Card, CardState, MistakeReport, Note, Rating, Review

BATCH = 2_000
LITTLE = 10
"""Cards of everybody else: the busiest learner's rows are to be found among those of many."""
SPAN = timedelta(days=365)
MEMORY = {"card_id": 0, "state": 2, "step": None, "stability": 20.0, "difficulty": 5.0}


def load(users: list[User], questions: list[Question], cards: int, reviews: int, luck: random.Random) -> None:
    """Give the first user so many cards and reviews, with a bookmark, a note and a report to every third; and
    every tenth of the others ``LITTLE`` cards, reviewed twice each."""
    now = timezone.now()
    busiest, others = users[0], users[10::10]
    asked = questions[:cards]
    rows = [_card(busiest, one, now, luck) for one in asked]
    rows += [
        _card(user, one, now, luck) for user in others for one in luck.sample(asked, min(LITTLE, len(asked)))
    ]
    made = Card.objects.bulk_create(rows, BATCH)
    Review.objects.bulk_create(_reviews(made, len(asked), reviews, now, luck), BATCH)
    kept = asked[::3]
    Bookmark.objects.bulk_create([Bookmark(author=busiest, question=one) for one in kept], BATCH)
    Note.objects.bulk_create(
        [Note(author=busiest, question=one, text="synthetic note " * 20, version=1) for one in kept], BATCH
    )
    MistakeReport.objects.bulk_create(
        [MistakeReport(author=busiest, question=one, text="synthetic report", language="en") for one in kept],
        BATCH,
    )


def _card(user: User, question: Question, now: datetime, luck: random.Random) -> Card:
    """Known for days or months; some overdue, most due within two months."""
    return Card(
        author=user,
        question=question,
        state=CardState.REVIEW,
        step=None,
        stability=luck.uniform(1, 90),
        difficulty=luck.uniform(1, 10),
        due=now + timedelta(days=luck.uniform(-5, 60)),
        last_review=now - timedelta(days=luck.uniform(0, 30)),
    )


def _reviews(cards: list[Card], own: int, count: int, now: datetime, luck: random.Random) -> Iterator[Review]:
    """``count`` of the first ``own`` cards, all over the year in order; two of each of the others."""
    for number in range(count if own else 0):
        at = now - SPAN * (1 - number / count)
        yield _review(cards[number % own], at, 5 if number >= own else None, luck)
    for card in cards[own:]:
        yield _review(card, now - timedelta(days=5), None, luck)
        yield _review(card, now - timedelta(days=2), 3, luck)


def _review(card: Card, at: datetime, elapsed: int | None, luck: random.Random) -> Review:
    return Review(
        author_id=card.author_id,
        card=card,
        rating=luck.choice(Rating.values),
        reviewed_at=at,
        day=at.date(),
        elapsed_days=elapsed,
        duration_ms=luck.randrange(5_000, 120_000),
        attempt="synthetic attempt " * 10,
        before=MEMORY,
        after=MEMORY,
    )
