"""``manage.py rejudge``: judge submissions once more, see what would change, apply or discard it.

    rejudge plan --reason "scorer mended" --problem ngram-language-model --start
    rejudge show 1
    rejudge apply 1

The same as the pages under ``/rejudge/``. The dry run is judged by the workers; nothing waits for it here.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from accounts.models import User
from judge import rejudge_selectors, rejudge_services
from judge.rejudge_models import Rejudge
from judge.rejudge_selectors import Chosen, Line
from judge.rejudge_services import RejudgeError
from judge.states import Verdicts
from questions.models import ProblemVersion

WORDS = {
    "nothing": "no judged submission is among these",
    "too_many": "these are {count} submissions, too many for one rejudge: narrow it",
    "stage": "it is not at that stage: “rejudge show” says where it is",
}


class Command(BaseCommand):
    """One subcommand a step."""

    help = "Judge submissions once more: plan, dry run, apply or discard."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("list", help="all rejudges")
        plan = steps.add_parser("plan", help="choose submissions")
        plan.add_argument("--reason", required=True)
        plan.add_argument(
            "--submission", type=int, action="append", default=[], help="a number; may be repeated"
        )
        plan.add_argument("--problem", default="", help="the problem's slug")
        plan.add_argument("--version-of-problem", default="", help="of --problem, such as 1.2")
        plan.add_argument("--verdict", default="", choices=Verdicts.values)
        plan.add_argument("--by", default="", help="a user name; the system's own unless given")
        plan.add_argument("--start", action="store_true", help="and start the dry run")
        for name in ("start", "show", "apply", "discard"):
            step = steps.add_parser(name)
            step.add_argument("number", type=int)
            step.add_argument("--by", default="", help="a user name; the system's own unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["step"] == "list":
            for one in rejudge_selectors.rejudges():
                self.stdout.write(
                    f"{one.pk}  {one.stage}  {one.items.count()} submissions  {one.reason[:60]}"
                )
            return
        try:
            rejudge = self._plan(options) if options["step"] == "plan" else self._step(options)
        except RejudgeError as error:
            raise CommandError(WORDS[error.code].format(count=error.count)) from error
        self._show(rejudge)

    def _plan(self, options: dict[str, Any]) -> Rejudge:
        chosen = Chosen(options["submission"], options["problem"], _version(options), options["verdict"])
        rejudge = rejudge_services.plan(_user(options["by"]), options["reason"], chosen)
        if options["start"]:
            rejudge_services.start(rejudge)
        return rejudge

    def _step(self, options: dict[str, Any]) -> Rejudge:
        rejudge = Rejudge.objects.filter(pk=options["number"]).first()
        if rejudge is None:
            raise CommandError(f"there is no rejudge {options['number']}: see “rejudge list”")
        if options["step"] == "start":
            rejudge_services.start(rejudge)
        elif options["step"] == "apply":
            rejudge_services.apply(rejudge, _user(options["by"]))
        elif options["step"] == "discard":
            rejudge_services.discard(rejudge, _user(options["by"]))
        return rejudge

    def _show(self, rejudge: Rejudge) -> None:
        summary = rejudge_selectors.summary_of(rejudge)
        self.stdout.write(
            f"rejudge {rejudge.pk}, {rejudge.stage}: {summary.done} of {summary.total} judged, "
            f"{summary.changing} would change, {summary.same} would not, {summary.failed} failed, "
            f"{summary.applied} applied"
        )
        lines = [rejudge_selectors.line_of(item) for item in rejudge_selectors.changing_items(rejudge)]
        if lines:
            console = Console(width=120)
            with console.capture() as captured:
                console.print(_table(lines))
            self.stdout.write(captured.get())


def _version(options: dict[str, Any]) -> int | None:
    number = options["version_of_problem"]
    if not number:
        return None
    found = ProblemVersion.objects.filter(problem__slug=options["problem"], version=number).first()
    if found is None:
        raise CommandError(f"there is no version {number} of the problem “{options['problem']}”")
    return found.pk


def _user(name: str) -> User:
    if not name:
        return User.objects.system()
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"there is no user “{name}”")
    return found


def _table(lines: list[Line]) -> Table:
    table = Table("submission", "before", "after", "measurements")
    for line in lines:
        changed = (
            f"{one.title['en']} {one.old.value:.4g} → {one.new.value:.4g}" for one in line.metrics if one.by
        )
        after = f"{line.after.code} {line.after.score:.1f}" if line.after else "waits"
        table.add_row(
            f"#{line.item.submission_id}",
            f"{line.before.code} {line.before.score:.1f}",
            after,
            "\n".join(changed),
        )
    return table
