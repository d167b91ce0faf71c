"""``manage.py setup``: bring everything up to date without serving."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from judge.setup import SetupError, run_setup


class Command(BaseCommand):
    """Exits 1 when judging cannot be had: tests need it."""

    help = "Do all of the set-up that “up” does, and stop."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django\'s own attribute; the bundle is not there yet

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            trouble = run_setup(Console())
        except SetupError as error:
            raise CommandError(str(error)) from error
        if trouble:
            raise CommandError(f"judging is off: {trouble}")
