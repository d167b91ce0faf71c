"""Looks at every prerequisite of the site and says what to do about those that are missing.

Changes nothing. ``manage.py doctor`` and ``manage.py up`` print what it finds.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from rich.table import Table

from judge import base_models, selectors, workshop
from judge.env import ROOT
from questions.models import ProblemVersion, Question
from questions.problem_loader import models_folder
from runners.tuning.base_models import BaseModelError, verify
from sandbox.job import Check, SandboxError

FREE_BYTES = 2 * 1024**3
REFERENCE_AGAIN = "Look at “manage.py build_references --again”, which makes it anew."
MIB = 1024 * 1024
MAKE_RUN = "Run “make run”, which does all of the set-up."


def examine() -> list[Check]:
    """Every check, those that are in order too."""
    return [*_machine(), *_site(), *_sandbox(), *_judging()]


def _machine() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("Python", sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.")
    free = shutil.disk_usage(settings.HOME).free
    yield Check(
        "Disk",
        free > FREE_BYTES,
        f"{free / 1024**3:.1f} GiB free",
        f"Free at least {FREE_BYTES // 1024**3} GiB.",
    )
    bundle = ROOT / "frontend" / "dist" / "site.css"
    yield Check("Front-end bundle", bundle.is_file(), _there(bundle.is_file()), MAKE_RUN)


def _there(found: bool) -> str:
    return "present" if found else "missing"


def _site() -> Iterator[Check]:
    yield _writable("State folder", Path(settings.HOME))
    try:
        yield from _database()
    except DatabaseError as error:
        yield Check("Database", False, str(error), MAKE_RUN)


def _writable(name: str, folder: Path) -> Check:
    probe = folder / ".doctor"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Check(name, False, str(error), "Make the folder writable, or set TUNEROOM_HOME to another.")
    return Check(name, True, "writable")


def _database() -> Iterator[Check]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Check("Database", not plan, f"{connection.vendor}, {len(plan)} migrations to apply", MAKE_RUN)
    if plan:
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        yield Check("Database journal", mode == "wal", mode, "Put TUNEROOM_HOME on a local disk.")
    questions = Question.objects.filter(retired=False).count()
    yield Check("Question bank", questions > 0, f"{questions} questions", MAKE_RUN)
    versions = list(selectors.current_versions())
    makings = selectors.makings([version for version in versions if not version.published])
    for version in versions:
        yield _problem(version, makings.get(version.pk))
    for name in base_models.needed():
        yield _base_model(name)


def _problem(version: ProblemVersion, making: selectors.Making | None) -> Check:
    """A reference that is being made is in order: it takes its time, and nobody has to do anything."""
    name = f"Problem {version.problem.slug}"
    if version.paused:
        return Check(
            name,
            False,
            f"paused: {version.paused_reason_en or version.paused_reason_zh}",
            "Mend the package and give it a new version.",
        )
    if making is None:
        return Check(name, True, f"version {version.version}, published")
    if not selectors.lane_served(version.lane):
        return Check(name, True, f"version {version.version}, waits for a worker of the lane {version.lane}")
    if making.failed:
        return Check(name, False, f"version {version.version}, its reference failed", REFERENCE_AGAIN)
    if making.run is None:
        return Check(name, False, f"version {version.version}, its reference is not made yet", MAKE_RUN)
    state = f"{making.run.state}, {making.seconds:.0f} s"
    return Check(name, True, f"version {version.version}, reference in the making ({state})")


def _base_model(name: str) -> Check:
    title = f"Base model {name}"
    try:
        model = base_models.known().get(name)
    except BaseModelError as error:
        return Check(title, False, str(error), f"Mend {base_models.config_file()}.")
    if model is None:
        return Check(
            title, False, "a problem names it, and nobody knows it", "Look at “manage.py base_models”."
        )
    faults = verify(model, models_folder())
    todo = f"Run “manage.py base_models fetch {name}”."
    return Check(title, not faults, "; ".join(faults) or "installed, verified", todo)


def _sandbox() -> Iterator[Check]:
    try:
        yield from workshop.sandbox().check()
    except (SandboxError, LookupError) as error:
        yield Check("Sandbox", False, str(error), MAKE_RUN)


def _judging() -> Iterator[Check]:
    try:
        for lane in workshop.lanes():
            state = selectors.judging(lane)
            detail = "a worker is up" if state.open else state.reason
            yield Check(f"Judging lane {lane}", state.open, str(detail), MAKE_RUN)
        if idle := [row for worker in selectors.live_workers() for row in worker.waiting if row["count"]]:
            yield Check("Waiting containers", True, ", ".join(map(_idle, idle)))
    except DatabaseError as error:
        yield Check("Judging", False, str(error), MAKE_RUN)


def _idle(row: dict[str, Any]) -> str:
    return f"{row['count']} of {row['image']} ({row['bytes_each'] / MIB:.0f} MiB each)"


def table(checks: list[Check]) -> Table:
    """The checks as a table for a terminal."""
    found = Table(title="Doctor", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for column in ("", "Prerequisite", "Found", "What to do"):
        found.add_column(column, overflow="fold")
    for check in checks:
        mark = "[green]✓[/]" if check.ok else "[red]✗[/]"
        found.add_row(mark, check.name, check.detail, "" if check.ok else check.todo)
    return found
