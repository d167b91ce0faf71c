"""What drafts of questions and of problems have in common."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.db import models


class Written(models.Model):
    """Something that authors write on the site, in both languages. ``version`` counts the saves;
    ``changed_zh`` and ``changed_en`` are the versions in which that language changed last, both of them the
    newest one when a language that was behind has followed."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    changed_zh = models.PositiveIntegerField(default=0)
    changed_en = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-updated_at", "-id"]

    @property
    def stale_language(self) -> str:
        """The language that has not followed the other's last change: zh, en or ""."""
        if self.changed_zh == self.changed_en:
            return ""
        return "en" if self.changed_zh > self.changed_en else "zh"

    def note_changed(self, languages: Collection[str]) -> None:
        """Note which languages the newest version changed. The one that was behind has followed by it; a
        language that changes alone when none is behind leaves the other behind."""
        for language in ("zh", "en") if self.stale_language in languages else languages:
            setattr(self, f"changed_{language}", self.version)
