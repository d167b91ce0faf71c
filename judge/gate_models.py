"""Solutions of packages judged for their authors. Rows only: ``judge.gate`` writes and reads them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from questions.models import ProblemVersion


class SolutionCheck(models.Model):
    """One solution of a version as it was at ``digest``, to be judged like any submission. ``submission`` is
    None until the reference, beside which it is scored, is there. The newest row of a file counts."""

    version = models.ForeignKey(ProblemVersion, on_delete=models.PROTECT, related_name="checks")
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    submission = models.OneToOneField(
        "judge.Submission", null=True, on_delete=models.PROTECT, related_name="solution_check"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["version", "digest", "file"], name="check_of_solution")]

    def __str__(self) -> str:
        return f"{self.version} {self.file}"
