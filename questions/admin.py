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
        "paused_reason_zh",
        "paused_reason_en",
        "created_at",
    )
    list_select_related = ("problem",)
    readonly_fields = ("problem", "version", "kind", "digest", "published")
    fields = (*readonly_fields, "paused_reason_zh", "paused_reason_en")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Versions come from packages."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ProblemVersion | None = None) -> bool:
        """A version stays, with what was judged by it."""
        return False
