"""``manage.py load_synthetic``: thousands of made-up rows, to see how pages do under load.

``--remove`` takes them away again.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from judge import synthetic
from judge.models import Submission


class Command(BaseCommand):
    """Refuses on a site with submissions of real candidates, whose lists it would fill."""

    help = "Make rows for measuring pages under load."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--questions", type=int, default=2_000)
        parser.add_argument("--users", type=int, default=5_000)
        parser.add_argument("--submissions", type=int, default=100_000)
        parser.add_argument("--cards", type=int, default=1_000, help="of the busiest learner")
        parser.add_argument("--reviews", type=int, default=10_000, help="of the busiest learner")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--remove", action="store_true", help="take all of it away again")
        parser.add_argument("--force", action="store_true", help="even where candidates have submitted")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.stdout.write(f"{synthetic.remove()} submissions removed")
            return
        made = Submission.objects.filter(author__password=synthetic.NO_PASSWORD)
        real = Submission.objects.filter(purpose=Submission.Purpose.CANDIDATE).exclude(pk__in=made)
        if made.exists():
            raise CommandError("there are synthetic rows already: take them away with --remove")
        if real.exists() and not options["force"]:
            raise CommandError("candidates have submitted here: use another state folder, or --force")
        try:
            asked = ("questions", "users", "submissions", "cards", "reviews", "seed")
            synthetic.load(*(options[name] for name in asked))
        except synthetic.NothingToSolve as error:
            raise CommandError("no problem is published here yet: run “manage.py up” first") from error
        self.stdout.write("loaded")
