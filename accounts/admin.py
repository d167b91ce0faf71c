"""Users in Django's admin. Who has the admin role may enter the admin site, and nobody else."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from accounts.services import grant_role


@admin.register(User)
class TuneroomUserAdmin(UserAdmin):  # type: ignore[type-arg]
    """The role stands first; Django's own flags follow from it and are not asked for."""

    list_display = ("username", "shown_name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password", "role", "is_active")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2", "role")}),)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Let the role decide on the flags before the row is written."""
        grant_role(obj, Role(obj.role))
        super().save_model(request, obj, form, change)
