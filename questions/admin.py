"""Problem versions in Django's admin. Packages are files; what an admin does here is to end a pause."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from questions.models import ProblemVersion


@admin.register(ProblemVersion)
class ProblemVersionAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # generic in the stubs alone
    list_display = (
        "problem",
        "version",
        "kind",
        "lane",
        "published",
        "paused_reason",
        "created_at",
    )
    list_select_related = ("problem",)
    fields = ("problem", "version", "kind", "digest", "published", "paused_reason")
    readonly_fields = ("problem", "version", "kind", "digest", "published")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Versions come from packages."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ProblemVersion | None = None) -> bool:
        """A version stays, with what was judged by it."""
        return False
