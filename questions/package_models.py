"""Packages that are written on the site. Rows only: ``questions.packaging`` writes them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.draft_base import Written
from questions.write_once import WriteOnce, WriteOnceQuerySet


class PackageDraft(Written):
    """A problem package as its authors write it. What candidates meet is a version of its own
    (``ProblemVersion``), a copy: a draft may go on while that is used. ``digest`` is that of the files."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("Under review")
        PUBLISHED = "published", _("Published")

    slug = models.SlugField(unique=True, max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.slug


class PackageFile(models.Model):
    """One file of a draft."""

    draft = models.ForeignKey(PackageDraft, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=200)
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "path"], name="one_row_a_file")]

    def __str__(self) -> str:
        return f"{self.draft}/{self.path}"


class PackageRevision(WriteOnce):
    """One step of a draft: who did what, when, and which files it changed, with the texts before."""

    class Step(models.TextChoices):
        BEGUN = "begun", _("Begun")
        IMPORTED = "imported", _("Imported")
        WRITTEN = "written", _("Written")
        MOVED = "moved", _("Moved on")
        RETIRED = "retired", _("Retired")
        RESTORED = "restored", _("Restored")

    draft = models.ForeignKey(PackageDraft, on_delete=models.PROTECT, related_name="revisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    step = models.CharField(max_length=10, choices=Step.choices)
    state = models.CharField(max_length=10, choices=PackageDraft.State.choices)
    changes = models.JSONField(default=list, help_text="path, and the text before and after it")

    objects: ClassVar[models.Manager[PackageRevision]] = WriteOnceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.draft} {self.step}"
