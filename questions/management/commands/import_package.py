"""``manage.py import_package FILE``: a zip becomes a draft on the site; nothing is published by it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from questions import packaging
from questions.package_zip import BadZip, read_zip
from questions.packaging import Refused


class Command(BaseCommand):
    """Prints one line; what is wrong with the zip goes to stderr, one line each."""

    help = "Import a problem package from a zip into a draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--author", default="", help="whose draft it is; the installation's unless given")

        parser.add_argument("--replace", action="store_true", help="the draft of its name, if there is one")

    def handle(self, *args: Any, file: Path, author: str, replace: bool, **options: Any) -> None:
        by = User.objects.filter(username=author).first() if author else User.objects.system()
        if by is None:
            raise CommandError(f"there is no user {author!r}")
        try:
            slug, files = read_zip(file.read_bytes())
            draft, changed = packaging.bring_in(by, slug, files, replace=replace)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except BadZip as error:
            raise CommandError("\n".join(error.lines)) from error
        except Refused as error:
            if error.code == "there":
                raise CommandError(
                    f"{error.words}: its draft has other files; --replace puts these there"
                ) from error
            raise CommandError(error.words or error.code) from error
        for fault in packaging.faults_of(slug, files):
            self.stderr.write(fault)
        self.stdout.write(f"{'imported' if changed else 'unchanged'} {draft.slug}: {len(files)} files")
