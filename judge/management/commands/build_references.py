"""``manage.py build_references [SLUG ...] [--again]``: make the references that are missing, and watch.

Queues them like any submission; a worker that runs makes them. Judges nothing itself.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.live import Live
from rich.table import Table

from judge import selectors
from judge.curves import FIRST
from judge.models import Submission, Verdict
from judge.references import Build, plan_builds
from judge.states import State
from runners.base import VerdictCode

LOOK_SECONDS = 0.5


class Command(BaseCommand):
    """Exits 1 when a reference is not there at the end."""

    help = "Make the references of problem versions, showing how far they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="problems; default is all of them")
        parser.add_argument("--again", action="store_true", help="run those anew whose reference failed")

    def handle(self, *args: Any, slugs: list[str], again: bool, **options: Any) -> None:
        console = Console()
        try:
            builds = plan_builds(slugs, again=again)
        except LookupError as error:
            raise CommandError(str(error)) from error
        refuse_if_nobody_judges(builds)
        watch(console, builds)
        verdicts = {build.version.pk: verdict_of(build) for build in builds}
        console.print(summary_table(builds, verdicts))
        failed = [build for build in builds if build.run and not passed(verdicts[build.version.pk])]
        if failed:
            raise CommandError("\n".join(why(build, verdicts[build.version.pk]) for build in failed))


def refuse_if_nobody_judges(builds: list[Build]) -> None:
    """Say how to start a worker rather than wait for one that nobody has started."""
    lanes = {build.run.lane for build in builds if build.run and build.run.state != State.DONE}
    for lane in sorted(lanes):
        state = selectors.judging(lane)
        if not state.open:
            raise CommandError(
                f"queued, but nobody judges the lane {lane} now. {state.reason}"
                " A machine that only judges starts with “manage.py worker”. Then run this command again."
            )


def watch(console: Console, builds: list[Build]) -> None:
    """Show how far the runs are until all are done; without a terminal, a line at each change of state."""
    told: dict[int, str] = {}
    with Live(console=console, refresh_per_second=4, transient=True) as live:
        while True:
            waiting = 0
            for build in builds:
                if build.run is not None:
                    build.run.refresh_from_db(fields=["state", "attempt", "finished_at"])
                    waiting += build.run.state != State.DONE
            if console.is_terminal:
                live.update(progress_table(builds))
            else:
                tell_changes(console, builds, told)
            if not waiting:
                return
            time.sleep(LOOK_SECONDS)


def tell_changes(console: Console, builds: list[Build], told: dict[int, str]) -> None:
    """Print a line for each run whose state is another than the last time."""
    for build in builds:
        if build.run is not None and told.get(build.run.pk) != build.run.state:
            told[build.run.pk] = build.run.state
            console.print(
                f"{build.version}: {build.run.state}, {seconds_of(build.run):.0f} s", highlight=False
            )


def progress_table(builds: list[Build]) -> Table:
    """State, latest point and time of each run."""
    table = plain_table("Problem", "Version", "State", "Step", "Loss", "Seconds")
    for build in builds:
        run = build.run
        name = (build.version.problem.slug, build.version.version)
        if run is None:
            table.add_row(*name, f"waits for a worker of the lane {build.version.lane}", "", "", "")
        else:
            table.add_row(*name, run.state, *latest_point(run), f"{seconds_of(run):.0f}")
    return table


def latest_point(run: Submission) -> tuple[str, str]:
    """The step and the loss that the run reported last, "" where there is none."""
    curve = selectors.curve_of(run)
    if curve is None or not curve.steps:
        return "", ""
    losses = [value for one in curve.series if one.name == FIRST for value in one.values if value is not None]
    return str(curve.steps[-1]), f"{losses[-1]:.4g}" if losses else ""


def seconds_of(run: Submission) -> float:
    """Seconds from queueing to the end, or to now."""
    end: datetime = run.finished_at or timezone.now()
    return (end - run.created_at).total_seconds()


def verdict_of(build: Build) -> Verdict | None:
    """The run's verdict, read anew."""
    return Submission.objects.get(pk=build.run.pk).latest_verdict if build.run else None


def passed(verdict: Verdict | None) -> bool:
    """Whether the run made a reference."""
    return verdict is not None and verdict.code == VerdictCode.ACCEPTED


def summary_table(builds: list[Build], verdicts: dict[int, Verdict | None]) -> Table:
    """What came of each run."""
    table = plain_table("", "Problem", "Version", "Verdict", "Score", "Seconds")
    for build in builds:
        verdict = verdicts[build.version.pk]
        name = (build.version.problem.slug, build.version.version)
        if build.run is None or verdict is None:
            table.add_row("[dim]–[/]", *name, f"waits for a worker of the lane {build.version.lane}", "", "")
            continue
        mark = "[green]✓[/]" if passed(verdict) else "[red]✗[/]"
        table.add_row(mark, *name, verdict.code, f"{verdict.score:.1f}", f"{seconds_of(build.run):.0f}")
    return table


def why(build: Build, verdict: Verdict | None) -> str:
    """One line about a reference that was not made."""
    summary = verdict.summary["en"] if verdict else "no verdict"
    return f"{build.version}: {verdict.code if verdict else 'judge error'}. {summary}"


def plain_table(*columns: str) -> Table:
    """A table without lines."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
