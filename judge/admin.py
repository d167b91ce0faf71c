"""Submissions, verdicts and workers in Django's admin: to look at, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from judge.models import Submission, Verdict, Worker


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg] # generic in the stubs alone
    """Rows are written by the judge alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds rows by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes rows by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody removes rows by hand."""
        return False


@admin.register(Submission)
class SubmissionAdmin(LookOnly):
    list_display = ("id", "author", "problem_version", "purpose", "state", "attempt", "created_at")
    list_filter = ("state", "purpose", "problem_version")
    search_fields = ("author__username",)
    list_select_related = ("author", "problem_version__problem")


@admin.register(Verdict)
class VerdictAdmin(LookOnly):
    list_display = ("id", "submission_id", "attempt", "code", "score", "created_at")
    list_filter = ("code",)


@admin.register(Worker)
class WorkerAdmin(LookOnly):
    list_display = ("name", "lanes", "seen_at", "trouble")
