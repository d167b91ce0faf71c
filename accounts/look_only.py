"""The admin's page of rows that the site itself writes: to look at, never to change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from accounts.admin_words import name_in_words


class InWords(admin.ModelAdmin):  # type: ignore[type-arg] # generic in the stubs alone
    """A page whose rows and columns have names in both languages."""

    def __init__(self, model: type[Model], site: admin.AdminSite) -> None:
        name_in_words(model)
        super().__init__(model, site)


class LookOnly(InWords):
    """Nobody adds, changes or removes rows by hand."""

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False
