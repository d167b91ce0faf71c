"""``manage.py doctor [--json]``: every prerequisite, whether it is in order, and what to do."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console

from judge import doctor


class Command(BaseCommand):
    """Exits 1 when something is not in order."""

    help = "Check every prerequisite and say what to do about those that are missing."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own attribute; the doctor runs whatever is broken

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = doctor.examine()
        fine = all(check.ok for check in checks)
        if options["json"]:
            found = {"ok": fine, "checks": [asdict(check) for check in checks]}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            Console().print(doctor.table(checks))
        if not fine:
            sys.exit(1)
