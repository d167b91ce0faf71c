"""The app's name in Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudyConfig(AppConfig):
    """Cards, reviews, notes, bookmarks and reports of mistakes."""

    name = "study"
    label = "study"
    verbose_name = _("Study")
