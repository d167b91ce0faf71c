"""Topics, questions and problems in Django's admin. Topics are made here; questions are written in drafts and
problems are packages, which are retired here and whose pauses end here.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.look_only import InWords, LookOnly
from questions.models import (
    DraftRevision,
    Problem,
    ProblemDraft,
    ProblemVersion,
    Question,
    QuestionDraft,
    Topic,
)
from questions.package_models import PackageDraft, PackageRevision


@admin.register(Topic)
class TopicAdmin(InWords):
    """One that came with the site comes again with its files: what is changed here is the site's own."""

    list_display = ("slug", "title_zh", "title_en", "position", "own")
    list_filter = ("own",)
    search_fields = ("slug", "title_zh", "title_en")
    readonly_fields = ("own",)

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> tuple[str, ...]:
        """The name of a topic that is there stays: files and addresses have it."""
        return ("own", "slug") if obj else ("own",)

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """Of those that were made here, and the database keeps those that hold questions."""
        return obj is None or obj.own

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """Make it the site's own."""
        obj.own = True
        super().save_model(request, obj, form, change)


@admin.register(Question)
class QuestionAdmin(LookOnly):
    """Questions as they are read."""

    list_display = ("slug", "title_zh", "title_en", "topic", "difficulty", "retired")
    list_filter = ("topic", "difficulty", "retired")
    list_select_related = ("topic",)
    search_fields = ("slug", "title_zh", "title_en")


@admin.register(QuestionDraft)
class QuestionDraftAdmin(LookOnly):
    """Questions as they are written."""

    list_display = ("slug", "title_zh", "title_en", "topic", "author", "state", "updated_at")
    list_filter = ("state", "topic", "difficulty")
    list_select_related = ("topic", "author")
    search_fields = ("slug", "title_zh", "title_en", "author__username")


@admin.register(ProblemDraft)
class ProblemDraftAdmin(LookOnly):
    """Coding items of articles."""

    list_display = ("slug", "number", "title", "topic", "author", "created_at")
    list_filter = ("topic", "created_at")
    list_select_related = ("topic", "author")
    search_fields = ("slug", "title", "author__username")


@admin.register(DraftRevision)
class DraftRevisionAdmin(LookOnly):
    """The history of drafts and coding items."""

    list_display = ("draft", "item", "by", "step", "state", "at")
    list_filter = ("step", "state", "at")
    list_select_related = ("draft", "item", "by")
    search_fields = ("draft__slug", "item__slug", "by__username")


@admin.register(PackageDraft)
class PackageDraftAdmin(LookOnly):
    """Problems as they are written."""

    list_display = ("slug", "author", "state", "version", "updated_at")
    list_filter = ("state", "updated_at")
    list_select_related = ("author",)
    search_fields = ("slug", "author__username")


@admin.register(PackageRevision)
class PackageRevisionAdmin(LookOnly):
    """The history of problems."""

    list_display = ("draft", "by", "step", "state", "at")
    list_filter = ("step", "state", "at")
    list_select_related = ("draft", "by")
    search_fields = ("draft__slug", "by__username")


class FromPackages(InWords):
    """Rows come from packages and stay, with what was judged by them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Packages bring them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Submissions hold them."""
        return False


@admin.register(Problem)
class ProblemAdmin(FromPackages):
    """What is done here is to retire a problem and to restore it."""

    list_display = ("slug", "position", "retired")
    list_filter = ("retired",)
    search_fields = ("slug",)
    fields = ("slug", "position", "retired")
    readonly_fields = ("slug", "position")


@admin.register(ProblemVersion)
class ProblemVersionAdmin(FromPackages):
    """What is done here is to end a pause."""

    list_display = (
        "problem",
        "version",
        "title_zh",
        "title_en",
        "kind",
        "lane",
        "published",
        "paused_reason_en",
        "created_at",
    )
    list_filter = ("kind", "lane", "published", "gated", ("paused_reason_en", admin.EmptyFieldListFilter))
    list_select_related = ("problem",)
    search_fields = ("problem__slug", "title_zh", "title_en")
    fields = ("problem", "version", "kind", "digest", "published", "paused_reason_zh", "paused_reason_en")
    readonly_fields = ("problem", "version", "kind", "digest", "published")
