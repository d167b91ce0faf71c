"""``manage.py load_bank [PATH] [--check]``: load the question bank and say what that changed."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from questions.bank_loader import BANK, Plan, load_bank
from questions.bank_schema import BankError

COLOURS = {
    "added": "green",
    "changed": "yellow",
    "returned": "green",
    "retired": "red",
    "left": "dim",
    "kept": "yellow",
}


class Command(BaseCommand):
    """Prints a table; exits 1 on faulty files, and with --check also when the database differs."""

    help = "Load the Q&A bank from its Markdown files; running it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare PATH and --check."""
        parser.add_argument("path", nargs="?", type=Path, default=BANK, help="folder of topics")
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 on any difference")

    def handle(self, *_: Any, path: Path, check: bool, **options: Any) -> None:
        """Load or check, and print what came of it."""
        console = Console(file=cast("IO[str]", self.stdout), no_color=options["no_color"] or None)
        try:
            plan = load_bank(path, check=check)
        except BankError as error:
            for fault in error.faults:
                console.print(escape(str(fault)), style="red", soft_wrap=True)
            raise CommandError(f"{len(error.faults)} faults in the bank; nothing was loaded") from error
        _show(console, plan, check)
        if check and plan.differs:
            raise CommandError("the database differs from the files: run load_bank")


def _show(console: Console, plan: Plan, check: bool) -> None:
    table = Table(title="Question bank (check only)" if check else "Question bank")
    table.add_column("Result")
    table.add_column("Count", justify="right")
    table.add_column("Questions", overflow="fold")
    for name, colour in COLOURS.items():
        slugs: tuple[str, ...] = getattr(plan, name)
        table.add_row(name, str(len(slugs)), ", ".join(slugs), style=colour if slugs else "dim")
    if plan.topics:
        table.add_row("topics changed", str(len(plan.topics)), ", ".join(plan.topics), style="yellow")
    console.print(table)
    if plan.kept:
        console.print("kept: written on the site, and not what their files say", style="yellow")
    for slug, problem in plan.unknown_problems:
        console.print(f"{slug} links to the problem {problem}, which is not installed yet", style="yellow")
