"""``manage.py fit_schedules``: fit the schedule of every learner who reviewed enough since the last time.

Rating does the same from time to time; this is for an operator who wants it now.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from study import services
from study.models import Learner


class Command(BaseCommand):
    """Prints a line for each learner whose parameters changed, and how many were looked at."""

    help = "Fit the parameters of FSRS to the reviews of each learner."

    def handle(self, *_: Any, **options: Any) -> None:
        """Fit each learner in turn."""
        learners = Learner.objects.select_related("author").order_by("pk")
        changed = 0
        for learner in learners:
            found = services.fit(learner)
            if found is None:
                continue
            changed += 1
            losses = f"log-loss {found.loss_before:.4f} -> {found.loss_after:.4f}"
            self.stdout.write(f"{learner.author.username}: {learner.fitted_on} reviews, {losses}")
        self.stdout.write(f"{changed} of {len(learners)} schedules changed")
