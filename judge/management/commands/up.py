"""``manage.py up``: all of the set-up, then web server, worker and scheduler until Ctrl-C.

What ``make run`` calls. Ends its start by judging canaries through the real path; of the references that are
missing it waits only for those that the canaries need.
"""

from __future__ import annotations

import socket
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from rich.console import Console
from rich.table import Table

from accounts.services import ensure_demo_accounts
from judge import doctor, references, selectors, services, workshop
from judge.env import ROOT
from judge.lock import AlreadyRunning, only_one
from judge.models import Submission
from judge.processes import Group, Program
from judge.setup import SetupError, run_setup
from judge.states import State
from questions.models import ProblemVersion

SERVES_WITHIN = 30.0
JUDGES_WITHIN = 300.0


class AskedToStop(Exception):
    """Ctrl-C came while the start was not finished."""


class Command(BaseCommand):
    """Exit status 0 after Ctrl-C."""

    help = "Set everything up and serve."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django\'s own attribute; the bundle is not there yet

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console()
        try:
            with only_one(settings.HOME / "run" / "up.lock"):
                self._serve(console, run_setup(console))
        except (SetupError, AlreadyRunning) as error:
            raise CommandError(str(error)) from error

    def _serve(self, console: Console, trouble: str) -> None:
        connection.close()
        refuse_taken_port()
        with Group(programs()) as group, suppress(AskedToStop):
            url = f"http://{settings.ENV.host}:{settings.ENV.port}"
            if not self._wait(group, lambda: _answers(url), SERVES_WITHIN):
                raise CommandError(f"{url} does not answer; see {settings.HOME / 'logs' / 'web.log'}")
            console.print(f"[bold green]Serving {url}[/]  (Ctrl-C stops)")
            show_accounts(console)
            if trouble:
                console.print(f"[bold red]Judging is off:[/] {trouble}", highlight=False, soft_wrap=True)
            else:
                self._try_to_prove(console, group)
            console.print(doctor.table(doctor.examine()))
            connection.close()
            group.wait()
        console.print("Stopped.")

    def _wait(self, group: Group, done: Any, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not done():
            if not group.look():
                raise AskedToStop
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True

    def _try_to_prove(self, console: Console, group: Group) -> None:
        """A site that serves is not brought down by a database that is busy for a while."""
        try:
            self._prove(console, group)
        except DatabaseError as error:
            console.print(f"[red]✗[/] That judging works could not be proved: {error}", highlight=False)

    def _prove(self, console: Console, group: Group) -> None:
        """Judge a canary through the real path, on each problem that names one, after its reference where
        that is missing. The other references take minutes: they are queued, and nobody waits for them."""
        missing = list(selectors.versions_without_reference())
        for version in filter(_quick, missing):
            reference = references.request_reference(version)
            self._judged(console, group, reference, f"Reference of {version}", "accepted")
        for version in selectors.current_versions().filter(published=True):
            canary = references.request_canary(version) if _quick(version) else None
            if canary is not None:
                self._judged(console, group, canary[0], f"Canary of {version}", canary[1])
        for version in missing:
            if not _quick(version):
                console.print(_making(version), highlight=False, soft_wrap=True)

    def _judged(self, console: Console, group: Group, row: Submission, title: str, expected: str) -> None:
        with console.status(f"{title}: judging"):
            self._wait(group, lambda: _done(row), JUDGES_WITHIN)
        verdict = Submission.objects.get(pk=row.pk).latest_verdict
        got = verdict.code if verdict else f"no verdict within {JUDGES_WITHIN:g} s ({row.state})"
        if verdict is None and row.state == State.QUEUED:
            mark = "[dim]…[/]"  # it waits behind others, which is no fault
        else:
            mark = "[green]✓[/]" if got == expected else "[red]✗[/]"
        took = (
            f"{(verdict.timing.get('stored', 0) - verdict.timing.get('accepted', 0)):.1f} s"
            if verdict
            else ""
        )
        console.print(f"{mark} {title}: {got} {took}", highlight=False)


def _quick(version: ProblemVersion) -> bool:
    """Whether the version proves by a canary that judging works, and this installation can run it."""
    return bool(version.config.get("canary")) and selectors.lane_served(version.lane)


def _making(version: ProblemVersion) -> str:
    """Queue the reference of a version where this installation can run it; say what becomes of it."""
    if version.lane not in {*workshop.lanes(), *selectors.served_lanes()}:
        return f"[dim]–[/] Reference of {version}: waits for a worker of the lane {version.lane}"
    try:
        references.request_reference(version)
    except services.SubmitError:
        return f"[dim]…[/] Reference of {version}: queued once the worker is up"
    return f"[dim]…[/] Reference of {version}: in the making (“manage.py build_references” shows it)"


def _done(row: Submission) -> bool:
    row.refresh_from_db()
    return row.state == State.DONE


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/accounts/login/", timeout=5):  # noqa: S310 - our own http address
            return True
    except (urllib.error.URLError, OSError):
        return False


def refuse_taken_port() -> None:
    """Say so before anything starts, when another program has the port: it would answer in our place."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.ENV.host, settings.ENV.port))
        except OSError as error:
            raise CommandError(
                f"{settings.ENV.host}:{settings.ENV.port} cannot be served: {error.strerror}."
                " Stop the program that has it, or set TUNEROOM_PORT to another port."
            ) from error


def programs() -> list[Program]:
    """The processes of the site."""
    logs, python, manage = settings.HOME / "logs", sys.executable, str(ROOT / "manage.py")
    wsgi = (
        python,
        "-m",
        "gunicorn",
        "judge.wsgi",
        "--bind",
        f"{settings.ENV.host}:{settings.ENV.port}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--chdir",
        str(ROOT),
        "--forwarded-allow-ips",
        settings.ENV.proxies,
        "--graceful-timeout",
        "5",
        "--worker-tmp-dir",
        str(settings.HOME / "run"),
        "--access-logfile",
        "-",
    )
    asgi = (
        python,
        "-m",
        "uvicorn",
        "judge.asgi:application",
        "--host",
        settings.ENV.host,
        "--port",
        str(settings.ENV.port),
        "--workers",
        "2",
        "--forwarded-allow-ips",
        settings.ENV.proxies,
        "--app-dir",
        str(ROOT),
        "--timeout-graceful-shutdown",
        "5",
    )
    web = asgi if settings.ENV.server == "asgi" else wsgi
    return [
        Program("web", web, logs / "web.log"),
        Program("worker", (python, manage, "worker"), logs / "worker.log"),
        Program("scheduler", (python, manage, "scheduler"), logs / "scheduler.log"),
    ]


def show_accounts(console: Console) -> None:
    """Print the demo accounts of a development site."""
    if not settings.ENV.development:
        return
    table = Table(
        title="Demo accounts (development only)", title_justify="left", box=None, padding=(0, 2, 0, 0)
    )
    for column in ("Role", "User", "Password"):
        table.add_column(column)
    for account in ensure_demo_accounts(settings.HOME):
        table.add_row(account.role, account.username, account.password)
    console.print(table)
