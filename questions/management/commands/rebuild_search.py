"""``manage.py rebuild_search``: write the search index anew from the questions and problems."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from questions.index import rebuild


class Command(BaseCommand):
    """Needed only after rows were written past the models, by hand or in bulk."""

    help = "Write the search index anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} entries")
