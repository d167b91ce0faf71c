"""Reports of mistakes in Django's admin. Learners write them; what is done here is to resolve them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from study.models import MistakeReport


@admin.register(MistakeReport)
class MistakeReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # generic in the stubs alone
    list_display = ("question", "text", "language", "author", "created_at", "resolved_at")
    list_filter = (("resolved_at", admin.EmptyFieldListFilter), "language")
    list_select_related = ("question", "author")
    readonly_fields = ("question", "author", "text", "language", "created_at")
    actions = ("resolve",)

    @admin.action(description=_("Mark as resolved"))
    def resolve(self, request: HttpRequest, reports: QuerySet[MistakeReport]) -> None:
        """Resolve those that are open."""
        reports.filter(resolved_at__isnull=True).update(resolved_at=timezone.now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reports come from the question pages."""
        return False
