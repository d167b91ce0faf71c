"""Reads of cards for the study pages: what is due, what is new, what comes next. Nothing here writes.

What is counted over days is in ``study.progress``. Retired questions never come up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet

from accounts.models import User
from questions.models import Question, Topic
from questions.selectors import UNLISTED, shown_questions, topics_with_counts
from study import limits
from study.models import Bookmark, Card, CardState, Learner, MistakeReport, Note, Review


@dataclass(frozen=True, slots=True)
class Scope:
    """What a session is about. ``ahead`` also takes what is due later today."""

    topic: str = ""
    bookmarked: bool = False
    ahead: bool = False

    @property
    def query(self) -> str:
        """The scope as the end of an address, "" or "?..."."""
        given = {"topic": self.topic, "bookmarked": self.bookmarked, "ahead": self.ahead}
        kept = {name: value if isinstance(value, str) else "1" for name, value in given.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def ahead_query(self) -> str:
        """The same scope, with what is due later today."""
        return replace(self, ahead=True).query


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic of the tree: how many of its questions are due now, later today, new, and how well the others
    are known."""

    topic: Topic
    due: int
    later: int
    new: int
    learning: int
    young: int
    mature: int

    @property
    def total(self) -> int:
        """All questions of the topic."""
        return self.new + self.learning + self.young + self.mature


@dataclass(frozen=True, slots=True)
class Today:
    """Where the learner stands today. ``new`` is what the day's limit and the bank leave of new questions."""

    due: int
    later: int
    new: int
    done: int
    goal: int

    @property
    def waiting(self) -> int:
        """Questions that a session would ask now."""
        return self.due + self.new


def learner_of(user: User, zone: str = "") -> Learner:
    """Return how the user studies; until something is written, a row that is not stored, in the time zone
    ``zone``."""
    found = Learner.objects.filter(author=user).first()
    if found:
        return found
    return Learner(author=user, time_zone=zone) if zone else Learner(author=user)


def day_of(learner: Learner, now: datetime) -> tuple[datetime, datetime]:
    """Return the beginning and the end of the learner's day that ``now`` is in."""
    start = now.astimezone(learner.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1)  # of wall-clock time: 23 or 25 hours where clocks change


def reviewed_cards(user: User, scope: Scope) -> QuerySet[Card]:
    """Return the cards of shown questions that were reviewed at least once, with their questions."""
    found = Card.objects.filter(author=user, last_review__isnull=False, question__retired=False)
    if scope.topic:
        found = found.filter(question__topic__slug=scope.topic)
    if scope.bookmarked:
        found = found.filter(question__bookmarks__author=user)
    return found


def due_cards(learner: Learner, scope: Scope, now: datetime) -> QuerySet[Card]:
    """Return the cards that are due at ``now``, or by the end of the day where the scope looks ahead; the
    longest due first."""
    until = day_of(learner, now)[1] if scope.ahead else now
    return reviewed_cards(learner.author, scope).filter(due__lte=until).order_by("due", "id")


def new_questions(user: User, scope: Scope) -> QuerySet[Question]:
    """Return the shown questions that the user never reviewed, in the order of the bank."""
    found = shown_questions().exclude(
        pk__in=Card.objects.filter(author=user, last_review__isnull=False).values("question")
    )
    if scope.topic:
        found = found.filter(topic__slug=scope.topic)
    if scope.bookmarked:
        found = found.filter(bookmarks__author=user)
    return found


def counted_reviews(user: User) -> QuerySet[Review]:
    """Return the user's reviews but for those that were taken back: what history, statistics and fitting are
    made of."""
    return Review.objects.filter(author=user, undone_at__isnull=True)


def new_left(learner: Learner, now: datetime) -> int:
    """Return how many new questions the day's limit still allows."""
    today = now.astimezone(learner.zone).date()
    begun = counted_reviews(learner.author).filter(elapsed_days__isnull=True, day=today)
    return max(0, learner.new_per_day - begun.count())


def next_question(learner: Learner, scope: Scope, now: datetime) -> Question | None:
    """Return what a session asks next: what is due, then what is new; None when there is neither."""
    card = due_cards(learner, scope, now).select_related("question").first()
    if card:
        return card.question
    return new_questions(learner.author, scope).first() if new_left(learner, now) else None


def next_due(user: User, scope: Scope) -> datetime | None:
    """Return when the next card comes up."""
    return reviewed_cards(user, scope).order_by("due").values_list("due", flat=True).first()


def card_of(user: User, question: Question) -> Card | None:
    """Return the user's card of the question, None while it was never revealed."""
    return Card.objects.filter(author=user, question=question).first()


def is_revealed(card: Card | None, now: datetime) -> bool:
    """Whether the answer was asked for and waits for its rating."""
    return bool(card and card.revealed_at and now - card.revealed_at < limits.REVEAL_LASTS)


def topic_lines(learner: Learner, now: datetime) -> list[TopicLine]:
    """Return the topic tree with its counts. Two queries."""
    _, end = day_of(learner, now)
    in_review = Q(state=CardState.REVIEW)
    counts = (
        reviewed_cards(learner.author, Scope())
        .order_by()
        .values("question__topic_id")
        .annotate(
            seen=Count("pk"),
            waiting=Count("pk", filter=Q(due__lte=now)),
            later=Count("pk", filter=Q(due__gt=now, due__lt=end)),
            young=Count("pk", filter=in_review & Q(stability__lt=limits.MATURE_DAYS)),
            mature=Count("pk", filter=in_review & Q(stability__gte=limits.MATURE_DAYS)),
        )
    )
    by_topic = {row.pop("question__topic_id"): row for row in map(dict, counts)}
    return [_line(topic, by_topic.get(topic.pk, {})) for topic in topics_with_counts()]


def _line(topic: Topic, row: dict[str, Any]) -> TopicLine:
    seen, young, mature = (row.get(name, 0) for name in ("seen", "young", "mature"))
    return TopicLine(
        topic=topic,
        due=row.get("waiting", 0),
        later=row.get("later", 0),
        new=topic.question_count - seen,  # type: ignore[attr-defined] # annotated
        learning=seen - young - mature,
        young=young,
        mature=mature,
    )


def today_of(learner: Learner, lines: list[TopicLine], now: datetime) -> Today:
    """Sum the topic tree up for today. Two queries."""
    today = now.astimezone(learner.zone).date()
    return Today(
        due=sum(line.due for line in lines),
        later=sum(line.later for line in lines),
        new=min(new_left(learner, now), sum(line.new for line in lines)),
        done=counted_reviews(learner.author).filter(day=today).count(),
        goal=learner.daily_goal,
    )


def last_review(user: User) -> Review | None:
    """Return the review that an undo would take back, with its question."""
    return counted_reviews(user).select_related("card__question").order_by("-id").first()


def cards_by_due(user: User, scope: Scope) -> QuerySet[Card]:
    """Return the user's reviewed cards for a list, the next first."""
    questions = [f"question__{field}" for field in UNLISTED]
    return (
        reviewed_cards(user, scope).select_related("question__topic").defer(*questions).order_by("due", "id")
    )


def reviews_of(user: User) -> QuerySet[Review]:
    """Return the user's reviews for a list, the newest first."""
    questions = [f"card__question__{field}" for field in UNLISTED]
    return counted_reviews(user).select_related("card__question").defer(*questions)


def learners_to_fit() -> QuerySet[Learner]:
    """Return who has reviewed enough for a first fit, or enough since the last one."""
    counted = Count("author__reviews", filter=Q(author__reviews__undone_at__isnull=True))
    return (
        Learner.objects.annotate(count=counted)
        .filter(count__gte=limits.FIT_FROM)
        .filter(count__gte=F("fitted_on") + limits.FIT_EVERY)
        .select_related("author")
        .order_by("pk")
    )


def bookmarks_of(user: User) -> QuerySet[Bookmark]:
    """Return the user's bookmarks of shown questions for a list, the newest first."""
    questions = [f"question__{field}" for field in UNLISTED]
    found = Bookmark.objects.filter(author=user, question__retired=False)
    return found.select_related("question__topic").defer(*questions)


def notes_of(user: User) -> QuerySet[Note]:
    """Return the user's notes that are not empty, for a list; of retired questions too: no note is lost."""
    questions = [f"question__{field}" for field in UNLISTED]
    return Note.objects.filter(author=user).exclude(text="").select_related("question").defer(*questions)


def note_of(user: User, question: Question) -> Note:
    """Return the user's note on the question, an unsaved empty one when there is none."""
    return Note.objects.filter(author=user, question=question).first() or Note(author=user, question=question)


def is_bookmarked(user: User, question: Question) -> bool:
    """Whether the user put the question aside."""
    return Bookmark.objects.filter(author=user, question=question).exists()


def mistake_reports() -> QuerySet[MistakeReport]:
    """Return all reports for authors, the open ones first, the newest first."""
    questions = [f"question__{field}" for field in UNLISTED]
    found = MistakeReport.objects.select_related("question", "author").defer(*questions)
    return found.order_by(F("resolved_at").desc(nulls_first=True), "-id")
