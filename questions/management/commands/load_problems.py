"""``manage.py load_problems``: bring the shipped problem packages into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from questions.problem_loader import SHIPPED, load_packages
from questions.problem_package import PackageError


class Command(BaseCommand):
    """Prints one line a version: added, changed, left, or kept as the site's authors wrote it."""

    help = "Load problem packages and draw this installation's hidden data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            loaded = load_packages(folder)
        except PackageError as error:
            raise CommandError("\n".join(error.problems)) from error
        for one in loaded:
            self.stdout.write(f"{one.did:8} {one.version}")
