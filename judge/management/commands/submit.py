"""``manage.py submit SLUG FILE --wait --json``: send a file through the real queue, print its verdict."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from judge import selectors, services
from judge.models import Submission
from judge.refusals import explain
from judge.states import State

POLL_SECONDS = 0.1


class Command(BaseCommand):
    """Exit status 0 whenever there is a verdict (or, without ``--wait``, a queued submission)."""

    help = "Submit a file to a problem through the real queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)
        parser.add_argument("--wait", action="store_true", help="wait for the verdict")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--user", help="submit as this user; default is the judge's own account")
        parser.add_argument("--timeout", type=float, default=900.0, help="seconds to wait at most")

    def handle(self, *args: Any, slug: str, file: Path, **options: Any) -> None:
        row = self._submit(slug, file, options["user"])
        if options["wait"]:
            self._wait(row, options["timeout"])
        found = describe(row)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        elif found["verdict"]:
            self.stdout.write(
                f"#{row.pk}: {found['verdict']}, {found['score']:.1f} points. {found['summary']['en']}"
            )
        else:
            self.stdout.write(f"#{row.pk}: {row.state}")

    def _submit(self, slug: str, file: Path, username: str | None) -> Submission:
        version = selectors.current_versions().filter(problem__slug=slug).first()
        if version is None:
            raise CommandError(f"there is no problem {slug!r}")
        author = User.objects.filter(username=username).first() if username else User.objects.system()
        if author is None:
            raise CommandError(f"there is no user {username!r}")
        try:
            return services.submit(author, version, file.read_text(encoding="utf-8"))
        except services.SubmitError as error:
            raise CommandError(explain(error)) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}") from error

    def _wait(self, row: Submission, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while row.state != State.DONE:
            if time.monotonic() > deadline:
                raise CommandError(
                    f"no verdict within {timeout:g} s; submission {row.pk} is {row.state}."
                    f" {selectors.judging(row.lane).reason}"
                )
            time.sleep(POLL_SECONDS)
            row.refresh_from_db()


def describe(row: Submission) -> dict[str, Any]:
    """The JSON object of one submission; its keys are an interface and stay."""
    verdict = Submission.objects.get(pk=row.pk).latest_verdict
    return {
        "submission": row.pk,
        "verdict": verdict.code if verdict else None,
        "score": verdict.score if verdict else None,
        "score_interval": [verdict.score_low, verdict.score_high] if verdict else None,
        "summary": verdict.summary if verdict else None,
        "groups": verdict.groups if verdict else [],
        "metrics": verdict.metrics if verdict else [],
        "audits": verdict.audits if verdict else [],
        "resources": verdict.resources if verdict else {},
        "timing": verdict.timing if verdict else {},
        "output": verdict.output if verdict else "",
        "problem": row.problem_version.problem.slug,
        "version": row.problem_version.version,
        "image_digest": verdict.image_digest if verdict else "",
    }
