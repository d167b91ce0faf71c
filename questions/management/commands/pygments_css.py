"""``manage.py pygments_css``: print the style sheet of highlighted code, for the front-end build."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from questions.render import pygments_css


class Command(BaseCommand):
    """Writes CSS to standard output, light and dark."""

    help = "Print the CSS of highlighted code, light and dark."

    def handle(self, *_: Any, **_options: Any) -> None:
        """Print it."""
        self.stdout.write(pygments_css())
