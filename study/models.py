"""What a learner leaves behind: settings, cards, reviews, bookmarks, notes, reports of mistakes.

Rows only: when a card comes up is computed in ``study.schedule``, read in ``study.selectors`` and written in
``study.services``. Every row belongs to its ``author``. A question without a reviewed card is new.
"""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.models import Question
from study import limits


class CardState(models.IntegerChoices):
    """The states of the fsrs library, by its numbers."""

    LEARNING = 1, _("Learning")
    REVIEW = 2, _("In review")
    RELEARNING = 3, _("Relearning")


class Rating(models.IntegerChoices):
    """How well the answer was known; the numbers are those of the fsrs library, and the keys."""

    AGAIN = 1, _("Again")
    HARD = 2, _("Hard")
    GOOD = 3, _("Good")
    EASY = 4, _("Easy")


class Learner(models.Model):
    """How a user studies. ``parameters`` are those of FSRS, fitted to ``fitted_on`` reviews; null: the
    default ones. A day begins at midnight in ``time_zone``."""

    author = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="learner")
    daily_goal = models.PositiveIntegerField(_("reviews a day"), default=limits.DAILY_GOAL)
    new_per_day = models.PositiveIntegerField(_("new questions a day"), default=limits.NEW_PER_DAY)
    desired_retention = models.FloatField(default=limits.RETENTION)
    time_zone = models.CharField(_("time zone"), max_length=64, default=settings.TIME_ZONE)
    parameters = models.JSONField(null=True, blank=True)
    fitted_on = models.PositiveIntegerField(default=0)
    fitted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"study of {self.author}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone whose midnight begins the learner's day."""
        return ZoneInfo(self.time_zone)


class Card(models.Model):
    """One question in one learner's memory, as the fsrs library keeps it.

    ``attempt``, ``shown_at`` and ``revealed_at`` belong to the review under way: ``revealed_at`` is set when
    the answer was asked for, and cleared by the rating.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cards")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="cards")
    state = models.PositiveSmallIntegerField(choices=CardState.choices, default=CardState.LEARNING)
    step = models.PositiveSmallIntegerField(null=True, blank=True, default=0)
    stability = models.FloatField(null=True, blank=True)
    difficulty = models.FloatField(null=True, blank=True)
    due = models.DateTimeField()
    last_review = models.DateTimeField(null=True, blank=True)
    attempt = models.TextField(blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "question"], name="one_card_a_question"),
        ]
        indexes: ClassVar = [models.Index(fields=["author", "due"], name="card_due")]

    def __str__(self) -> str:
        return f"{self.author}: {self.question}"


class Review(models.Model):
    """One rating, on the ``day`` that it was where the learner lived then. ``before`` and ``after`` are the
    card as ``fsrs.Card.to_dict`` has it. ``elapsed_days`` is null for the first review of a card,
    ``duration_ms`` where no page said when it was shown. What was taken back stays, with ``undone_at``, and
    counts no more (``study.selectors.counted_reviews``)."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="reviews")
    rating = models.PositiveSmallIntegerField(choices=Rating.choices)
    reviewed_at = models.DateTimeField()
    day = models.DateField()
    elapsed_days = models.PositiveIntegerField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    attempt = models.TextField(blank=True)
    before = models.JSONField()
    after = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["author", "undone_at", "-id"], name="review_latest"),
            models.Index(fields=["author", "undone_at", "day"], name="review_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.card}: {self.get_rating_display()}"


class Bookmark(models.Model):
    """A question that a learner put aside."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="bookmarks")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "question"], name="one_bookmark_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.question}"


class Note(models.Model):
    """A learner's own Markdown about a question. ``version`` counts its savings, so that none is lost."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-updated_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "question"], name="one_note_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.question}"


class MistakeReport(models.Model):
    """What a reader holds to be wrong in a question; it is for authors to resolve."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mistake_reports"
    )
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="mistake_reports")
    text = models.TextField(_("what is wrong"))
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.question}: {self.text[:60]}"
