"""Rejudges: submissions judged once more to see what would change, and what was made of it.

Rows only: ``judge.rejudge_services`` writes them, ``judge.rejudge_selectors`` reads.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Rejudge(models.Model):
    """Some submissions that somebody wants judged once more, and why. ``chosen`` is
    ``judge.rejudge_selectors.Chosen`` as ``asdict`` gives it; the items were fixed by it when it was
    planned."""

    class Stage(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Dry run under way")
        READY = "ready", _("Ready to be applied")
        APPLIED = "applied", _("Applied")
        DISCARDED = "discarded", _("Discarded")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    chosen = models.JSONField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PLANNED)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["stage", "id"], name="rejudge_by_stage")]

    def __str__(self) -> str:
        return f"rejudge {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it may still be discarded."""
        return self.stage not in {self.Stage.APPLIED, self.Stage.DISCARDED}


class RejudgeItem(models.Model):
    """One submission of a rejudge. ``before`` is the verdict that counted when it was planned.

    ``run`` is a submission of its own, of the same code, whose verdict counts for nothing; None until it is
    its turn. ``applied`` is the verdict that the submission got from it, when it did.
    """

    rejudge = models.ForeignKey(Rejudge, on_delete=models.PROTECT, related_name="items")
    submission = models.ForeignKey("judge.Submission", on_delete=models.PROTECT, related_name="rejudged")
    before = models.ForeignKey("judge.Verdict", on_delete=models.PROTECT, related_name="+")
    run = models.OneToOneField(
        "judge.Submission", null=True, on_delete=models.PROTECT, related_name="rejudge_item"
    )
    applied = models.OneToOneField(
        "judge.Verdict", null=True, on_delete=models.PROTECT, related_name="from_rejudge"
    )

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rejudge", "submission"], name="one_item_a_submission"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} in {self.rejudge}"
