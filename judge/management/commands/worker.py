"""``manage.py worker``: judge submissions until told to stop.

Refuses to start when the sandbox cannot enforce a limit, and says which one; the site stays up with
judging marked off.
"""

from __future__ import annotations

import logging
import signal
import sys
from datetime import timedelta
from types import FrameType
from typing import Any

from celery import signals
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from judge import limits, workshop
from judge.celery import app
from judge.heartbeat import STOPPING, Beat
from judge.models import Worker
from sandbox.job import SandboxError

log = logging.getLogger(__name__)

REPAIR = "Start the Docker engine, then run “make run” again; “manage.py doctor” says what is missing."

CANNOT_JUDGE = 78
"""Exit status that tells the process manager not to start the worker again (EX_CONFIG)."""


class Command(BaseCommand):
    """One worker process: ``TUNEROOM_SLOTS`` threads, each judging one submission at a time."""

    help = "Judge submissions from this machine's lanes."

    def handle(self, *args: Any, **options: Any) -> None:
        Worker.objects.filter(
            seen_at__lt=timezone.now() - timedelta(seconds=limits.WORKER_SILENT_AFTER)
        ).delete()
        trouble = self._trouble()
        if trouble:
            self.stderr.write(f"This worker cannot judge: {trouble}")
            self._stay_marked_off(trouble)
        sweeper = Beat(self._sweep, limits.SWEEP_EVERY, "sweeper")
        with Beat(self._beat, limits.WORKER_BEAT, "worker-beat"), sweeper:
            workshop.show()
            try:
                self._judge()
            finally:
                workshop.leave()

    def _trouble(self) -> str:
        """What keeps this machine from judging, "" when nothing does; sweeps orphans on the way."""
        try:
            sandbox = workshop.sandbox()
            failed = [check for check in sandbox.check() if not check.ok]
            if not failed:
                sandbox.sweep()
        except (SandboxError, LookupError) as error:
            return f"{error}. {REPAIR}"
        return "; ".join(f"{check.name}: {check.detail}. {check.todo}" for check in failed)

    def _stay_marked_off(self, trouble: str) -> None:
        """Show the trouble on the site until stopped."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _exit)
        try:
            while True:
                workshop.show(trouble)
                STOPPING.wait(limits.WORKER_BEAT)
        finally:
            workshop.leave()
            sys.exit(CANNOT_JUDGE)

    def _beat(self) -> bool:
        workshop.show()
        return True

    def _sweep(self) -> bool:
        """Remove what a worker that was killed has left behind."""
        try:
            workshop.sandbox().sweep()
        except SandboxError:
            log.exception("the sweep failed; the next one may not")
        return True

    def _judge(self) -> None:
        signals.worker_shutting_down.connect(_stop_jobs, weak=False)
        app.worker_main(
            [
                "worker",
                "--pool=threads",
                f"--concurrency={settings.ENV.slots}",
                f"--queues={','.join(workshop.lanes())}",
                f"--loglevel={settings.ENV.log_level}",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
                "--hostname=judge@%h",
            ]
        )


def _stop_jobs(**_: Any) -> None:
    STOPPING.set()


def _exit(number: int, frame: FrameType | None) -> None:
    raise SystemExit(CANNOT_JUDGE)
