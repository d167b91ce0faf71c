"""``manage.py demo_accounts``: one account per role, to try the site with. Development only."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.services import ensure_demo_accounts


class Command(BaseCommand):
    """Prints the accounts; a second call prints the same ones."""

    help = "Make the missing demo accounts, one a role, and print all of them with their passwords."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="draw new passwords")
        parser.add_argument("--json", action="store_true", help="print a JSON list")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.ENV.development:
            raise CommandError("Demo accounts are for development only (TUNEROOM_DEVELOPMENT is off).")
        accounts = ensure_demo_accounts(settings.HOME, reset=options["reset"])
        if options["json"]:
            self.stdout.write(json.dumps([asdict(account) for account in accounts]))
            return
        for account in accounts:
            self.stdout.write(f"{account.role:<12} {account.username:<18} {account.password}")
