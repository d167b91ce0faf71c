"""``manage.py check_package PATH``: judge every solution of a package, in the sandbox, without the site.

For authors and for CI: nothing is stored, no queue and no worker are needed. PATH is a folder or a zip.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from judge import workshop
from questions.package_zip import BadZip, read_zip
from questions.packaging import unpacked
from questions.problem_loader import models_folder
from questions.problem_package import (
    FEWEST_WRONG,
    Package,
    PackageError,
    Solution,
    json_schema,
    lacking,
    read_package,
)
from runners.base import Judging, Problem, Report, Task, VerdictCode
from runners.registry import load_runner
from sandbox.job import Job, Result, SandboxError


@dataclass(frozen=True, slots=True)
class Checked:
    """What a solution got, beside what it must get."""

    wanted: Solution
    report: Report

    @property
    def holds(self) -> bool:
        """Whether it got what it must."""
        return self.wanted.holds(self.report.verdict, self.report.score)


class Command(BaseCommand):
    """Exit status 1 when the package may not be published as it is; every reason is printed."""

    help = "Judge every solution of a problem package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, nargs="?", help="a package's folder, or a zip")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--schema", action="store_true", help="print the JSON Schema of problem.toml")

    def handle(self, *args: Any, path: Path | None, **options: Any) -> None:
        if options["schema"]:
            self.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2))
            return
        if path is None:
            raise CommandError("which package? Give a folder or a zip.")
        with ExitStack() as stack:
            package = _package_at(path, stack)
            checked = []
            stack.callback(workshop.close)
            for one in _checked(package):
                checked.append(one)
                if not options["json"]:
                    self.stdout.write(_line(one))
        faults = _faults(checked)
        if options["json"]:
            self.stdout.write(json.dumps(_object(package, checked, faults), ensure_ascii=False, indent=2))
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            sys.exit(1)


def _package_at(path: Path, stack: ExitStack) -> Package:
    try:
        if path.is_dir():
            return read_package(path.resolve())
        slug, files = read_zip(path.read_bytes())
        return read_package(stack.enter_context(unpacked(slug, files)))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except BadZip as error:
        raise CommandError("\n".join(error.lines)) from error
    except PackageError as error:
        raise CommandError("\n".join(error.problems)) from error


def _checked(package: Package) -> Iterator[Checked]:
    """Judge the reference, then the others beside it."""
    runner = load_runner(package.config.kind)
    config = package.config
    with tempfile.TemporaryDirectory(prefix="check-") as place:
        problem = package.problem(Path(place), models_folder())
        runner.prepare(problem, settings.INSTALLATION_SECRET)
        reference: bytes | None = None
        for wanted in sorted(config.solutions, key=lambda one: one.file != config.reference):
            task = _task(problem, package.source_of(wanted.file), wanted.file, reference)
            report = _run(runner.judge(task))
            if wanted.file == config.reference and report.verdict is VerdictCode.ACCEPTED:
                reference = report.per_example
            yield Checked(wanted, report)


def _task(problem: Problem, source: str, file: str, reference: bytes | None) -> Task:
    seed = hashlib.sha256(settings.INSTALLATION_SECRET + file.encode()).digest()
    return Task(problem, source.encode(), seed, reference, label=f"check-{Path(file).stem}")


def _run(judging: Judging) -> Report:
    """Drive the kind's generator.

    Raises:
        CommandError: the sandbox cannot run anything.
    """
    try:
        box = workshop.sandbox()
        step: Job | Report = next(judging)
        while isinstance(step, Job):
            result: Result = box.run(step, lambda event: None, lambda: False)
            try:
                step = judging.send(result)
            except StopIteration as end:
                step = end.value
    except SandboxError as error:
        raise CommandError(f"the sandbox: {error}. Does “manage.py setup” succeed?") from error
    return step


def _line(one: Checked) -> str:
    wanted, report = one.wanted, one.report
    band = f"{wanted.min_score:g}–{wanted.max_score:g}"
    text = f"{'ok  ' if one.holds else 'FAIL'} {wanted.file}: {report.verdict.value} {report.score:g}"
    return text if one.holds else f"{text}; must get {wanted.verdict.value} {band}. {report.summary.en}"


def _faults(checked: list[Checked]) -> list[str]:
    """Why the package may not be published, one line each."""
    faults = [f"{one.wanted.file}: not what it must get" for one in checked if not one.holds]
    words = {
        "no_accepted": "problem.toml: solutions: none is to be accepted",
        "few_wrong": f"problem.toml: solutions: {FEWEST_WRONG} wrong ones are needed",
    }
    code = lacking([one.wanted for one in checked])
    return [*faults, words[code]] if code else faults


def _object(package: Package, checked: list[Checked], faults: list[str]) -> dict[str, Any]:
    return {
        "package": package.slug,
        "version": package.config.version,
        "digest": package.digest,
        "publishable": not faults,
        "faults": faults,
        "solutions": [
            {
                "file": one.wanted.file,
                "must_get": one.wanted.model_dump(mode="json", exclude={"file"}),
                "verdict": one.report.verdict.value,
                "score": one.report.score,
                "holds": one.holds,
                "summary": {"zh": one.report.summary.zh, "en": one.report.summary.en},
            }
            for one in checked
        ],
    }
