"""``manage.py compare_submissions``: compare what is judged and not compared with others yet.

The scheduler does the same, a few at a time; this is for many at once, such as after a new method. With
``--again`` everything is compared anew; findings that are there stay as they are.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from judge import limits
from judge.similarity_models import Fingerprints
from judge.similarity_services import compare_missing


class Command(BaseCommand):
    """May be stopped and started again at any time."""

    help = "Compare judged submissions with those of other people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="also what was compared already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            Fingerprints.objects.update(compared_at=None)
        count = 0
        while done := compare_missing(limits.COMPARED_AT_ONCE):
            count += done
        self.stdout.write(f"{count} submissions compared")
