"""What learners leave behind in Django's admin, to look at; and reports of mistakes, to be resolved."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.look_only import InWords, LookOnly
from study.models import Bookmark, Card, Learner, MistakeReport, Note, Review


@admin.register(MistakeReport)
class MistakeReportAdmin(InWords):
    list_display = ("question", "text", "language", "author", "created_at", "resolved_at")
    list_filter = (("resolved_at", admin.EmptyFieldListFilter), "language", "created_at")
    list_select_related = ("question", "author")
    search_fields = ("question__slug", "text", "author__username")
    readonly_fields = ("question", "author", "text", "language", "created_at")
    actions = ("resolve",)

    @admin.action(description=_("Mark as resolved"))
    def resolve(self, request: HttpRequest, reports: QuerySet[MistakeReport]) -> None:
        """Resolve those that are open."""
        reports.filter(resolved_at__isnull=True).update(resolved_at=timezone.now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reports come from the question pages."""
        return False


@admin.register(Learner)
class LearnerAdmin(LookOnly):
    list_display = ("author", "daily_goal", "new_per_day", "desired_retention", "time_zone", "fitted_at")
    list_filter = ("time_zone", ("fitted_at", admin.EmptyFieldListFilter))
    list_select_related = ("author",)
    search_fields = ("author__username",)


@admin.register(Card)
class CardAdmin(LookOnly):
    list_display = ("author", "question", "state", "due", "stability", "last_review")
    list_filter = ("state", "due", "question__topic")
    list_select_related = ("author", "question")
    search_fields = ("author__username", "question__slug")


@admin.register(Review)
class ReviewAdmin(LookOnly):
    list_display = ("author", "question", "rating", "reviewed_at", "undone_at")
    list_filter = ("rating", "reviewed_at", ("undone_at", admin.EmptyFieldListFilter))
    list_select_related = ("author", "card__question")
    search_fields = ("author__username", "card__question__slug")

    @admin.display(description=_("question"), ordering="card__question__slug")
    def question(self, review: Review) -> str:
        """The question that was reviewed."""
        return review.card.question.slug


@admin.register(Bookmark)
class BookmarkAdmin(LookOnly):
    list_display = ("author", "question", "created_at")
    list_filter = ("created_at", "question__topic")
    list_select_related = ("author", "question")
    search_fields = ("author__username", "question__slug")


@admin.register(Note)
class NoteAdmin(LookOnly):
    list_display = ("author", "question", "version", "updated_at")
    list_filter = ("updated_at", "question__topic")
    list_select_related = ("author", "question")
    search_fields = ("author__username", "question__slug", "text")
