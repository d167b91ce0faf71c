"""``manage.py fit_schedules``: fit the schedule of every learner who reviewed enough since the last time.

The scheduler does the same every minute; this is for an operator who wants it now.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from study import services


class Command(BaseCommand):
    """Prints a line for each learner whose parameters changed, and how many there are."""

    help = "Fit the parameters of FSRS to the reviews of each learner."

    def handle(self, *_: Any, **options: Any) -> None:
        """Fit each of them in turn."""
        changed = services.fit_due()
        for learner, found in changed:
            losses = f"log-loss {found.loss_before:.4f} -> {found.loss_after:.4f}"
            self.stdout.write(f"{learner.author.username}: {learner.fitted_on} reviews, {losses}")
        self.stdout.write(f"schedules changed: {len(changed)}")
