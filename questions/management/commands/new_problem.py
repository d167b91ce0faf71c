"""``manage.py new_problem KIND SLUG``: a package to begin with, which can be judged as it is."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.package_templates import NoTemplate, new_package
from questions.package_zip import fault_of_slug
from runners.registry import UnknownKind, kinds


class Command(BaseCommand):
    """Writes the folder SLUG; nothing that is there is touched."""

    help = "Make a problem package from its kind's template."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=f"one of {', '.join(kinds())}")
        parser.add_argument("slug", help="its name: lower-case letters, digits and hyphens")
        parser.add_argument("--folder", type=Path, default=Path(), help="where the package's folder is made")
        parser.add_argument("--title-zh", default="新题目")
        parser.add_argument("--title-en", default="New problem")

    def handle(self, *args: Any, kind: str, slug: str, folder: Path, **options: Any) -> None:
        if fault := fault_of_slug(slug):
            raise CommandError(f"{slug}: {fault}")
        target = folder / slug
        if target.exists():
            raise CommandError(f"{target} is there already")
        try:
            files = new_package(kind, options["title_zh"], options["title_en"])
        except UnknownKind as error:
            raise CommandError(str(error)) from error
        except NoTemplate as error:
            raise CommandError(
                f"the kind {kind} brings no template, and no shipped problem is of it"
            ) from error
        for path, content in files.items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(content)
        self.stdout.write(
            f"{target}: {len(files)} files. Write over them, then: manage.py check_package {target}"
        )
