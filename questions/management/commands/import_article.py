"""``manage.py import_article FILE``: an article of question, answer and explanation, read into drafts.

Without ``--apply`` it only says what it understands. Nothing that it imports is published.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from questions.article.items import Article, Kind
from questions.article.reading import read_article
from questions.article.words import fault_words
from questions.drafting import Imported, import_items, slugs_of
from questions.models import Topic


class Command(BaseCommand):
    """Reads a file ("-" for standard input); exit status 1 when something in it is wrong."""

    help = "Read an article into drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help='Markdown or plain text, UTF-8; "-" for standard input')
        parser.add_argument("--apply", action="store_true", help="make drafts of what was understood")
        parser.add_argument("--topic", default="", help="the topic of the drafts; the first one unless given")
        parser.add_argument(
            "--author", default="", help="whose drafts they are; the installation's unless given"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            article = read_article(_text_of(options["file"]))
        except ValueError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        done = None
        if options["apply"]:
            done = import_items(_author(options["author"]), article.items, _topic(options["topic"]))
        if options["json"]:
            self.stdout.write(json.dumps(_report(article, done), ensure_ascii=False, indent=2))
        else:
            self._tell(article, done)
        if article.faults:
            sys.exit(1)

    def _tell(self, article: Article, done: Imported | None) -> None:
        for item in article.items:
            self.stdout.write(
                f"{item.line:5}  {item.kind:9}  {item.number} {item.title or item.question[:60]}"
            )
        for fault in article.faults:
            self.stdout.write(f"line {fault.line}: {fault_words(fault.code)}")
        for line in article.unread:
            self.stdout.write(f"line {line.number}: not understood: {line.text}")
        if done is not None:
            self.stdout.write(f"{len(done.added)} added, {len(done.there)} there already")


def _text_of(file: str) -> str:
    """The text of a file, with an error that says what is wrong with it."""
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file}: not UTF-8 at byte {error.start}") from error


def _author(username: str) -> User:
    if not username:
        return User.objects.system()
    found = User.objects.filter(username=username).first()
    if found is None:
        raise CommandError(f"no user is called {username}")
    return found


def _topic(slug: str) -> Topic:
    rows = Topic.objects.filter(slug=slug) if slug else Topic.objects.all()
    found = rows.first()
    if found is None:
        known = ", ".join(Topic.objects.values_list("slug", flat=True))
        raise CommandError(f"no such topic; there are: {known or 'none, load a bank first'}")
    return found


def _report(article: Article, done: Imported | None) -> dict[str, Any]:
    """The JSON object. ``coding`` counts items that ask for a program, ``extension`` those of them that come
    with none."""
    kinds = [item.kind for item in article.items]
    return {
        "qa": kinds.count(Kind.QA),
        "coding": kinds.count(Kind.CODING) + kinds.count(Kind.EXTENSION),
        "extension": kinds.count(Kind.EXTENSION),
        "errors": [
            {"line": fault.line, "code": fault.code, "message": str(fault_words(fault.code))}
            for fault in article.faults
        ],
        "unread_lines": [{"line": line.number, "text": line.text} for line in article.unread],
        "items": [
            asdict(item) | {"slug": slug}
            for item, slug in zip(article.items, slugs_of(article.items), strict=True)
        ],
        "applied": asdict(done) if done is not None else None,
    }
