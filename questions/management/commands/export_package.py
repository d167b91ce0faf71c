"""``manage.py export_package SLUG``: a problem of this installation as a zip."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions import packaging
from questions.package_models import PackageDraft
from questions.package_templates import files_in
from questions.package_zip import write_zip
from questions.problem_loader import package_folder
from questions.selectors import newest_version


class Command(BaseCommand):
    """Exports the newest version that was loaded, or the draft with ``--draft``."""

    help = "Write a problem package as a zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--draft", action="store_true", help="the draft that is written on the site")
        parser.add_argument("--output", type=Path, help="the file; SLUG.zip unless given")

    def handle(self, *args: Any, slug: str, draft: bool, output: Path | None, **options: Any) -> None:
        target = output or Path(f"{slug}.zip")
        target.write_bytes(_draft(slug) if draft else _version(slug))
        self.stdout.write(f"{target}: {target.stat().st_size} bytes")


def _draft(slug: str) -> bytes:
    row = PackageDraft.objects.filter(slug=slug).first()
    if row is None:
        raise CommandError(f"there is no draft {slug!r}")
    return packaging.as_zip(row)


def _version(slug: str) -> bytes:
    version = newest_version(slug)
    if version is None:
        raise CommandError(f"there is no problem {slug!r}")
    return write_zip(slug, files_in(package_folder(version)))
