"""What is kept of the comparison of submissions: fingerprints, findings, and what people decided on them.

Rows only: ``judge.similarity_services`` writes them, ``judge.similarity_selectors`` reads. Nothing here,
and no decision, changes a verdict.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.write_once import WriteOnce, WriteOnceQuerySet


class Fingerprints(models.Model):
    """The fingerprints of one submission's own text: sorted 64-bit numbers, little-endian, one after another.

    ``method`` says how they were made; others are made anew. ``compared_at`` is empty until they were
    compared with everybody else's.
    """

    submission = models.OneToOneField(
        "judge.Submission", on_delete=models.CASCADE, primary_key=True, related_name="fingerprints"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    problem = models.ForeignKey("questions.Problem", on_delete=models.CASCADE, related_name="+")
    packed = models.BinaryField()
    method = models.PositiveIntegerField()
    compared_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"fingerprints of {self.submission_id}"


class SimilarityFinding(models.Model):
    """Two submissions to one problem by two people that are alike.

    ``later`` was sent in after ``earlier``. ``score`` is ``judge.similarity.matching.similarity``;
    ``regions`` has a list for each region: first and last line of ``later``, those of ``earlier``, and
    tokens.
    """

    later = models.ForeignKey("judge.Submission", on_delete=models.PROTECT, related_name="found_like_earlier")
    earlier = models.ForeignKey("judge.Submission", on_delete=models.PROTECT, related_name="found_like_later")
    score = models.FloatField()
    regions = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["later", "earlier"], name="one_finding_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.later_id} like {self.earlier_id}"

    @property
    def latest_decision(self) -> SimilarityDecision | None:
        """The decision that holds: the last one. None while it is open."""
        return max(self.decisions.all(), key=lambda decision: decision.pk, default=None)


class SimilarityDecision(WriteOnce):
    """What somebody decided on a finding, and why. A later one stands beside it."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")

    finding = models.ForeignKey(SimilarityFinding, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[SimilarityDecision]] = WriteOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "decision"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.finding}: {self.outcome}"
