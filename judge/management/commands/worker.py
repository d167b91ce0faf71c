"""``manage.py worker``: judge submissions until told to stop.

Takes nothing while the sandbox cannot enforce a limit, and says which one; the site stays up with judging
marked off, and the worker looks again every few seconds.
"""

from __future__ import annotations

import logging
import signal
from contextlib import ExitStack
from datetime import timedelta
from types import FrameType
from typing import Any

from celery import signals
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.utils import timezone

from judge import limits, pipeline, runs, services, workshop
from judge.celery import app
from judge.heartbeat import STOPPING, UNFIT, Beat
from judge.models import Worker
from sandbox.job import SandboxError

log = logging.getLogger(__name__)

LOOKING = "A container could not be run; this worker looks whether its machine can judge."
REPAIR = "Start the Docker engine, then run “make run” again; “manage.py doctor” says what is missing."


class Command(BaseCommand):
    """One worker process: ``TUNEROOM_SLOTS`` threads, each judging one submission at a time."""

    help = "Judge submissions from this machine's lanes."
    _unfit_because = ""

    def handle(self, *args: Any, **options: Any) -> None:
        Worker.objects.filter(
            seen_at__lt=timezone.now() - timedelta(seconds=limits.WORKER_SILENT_AFTER)
        ).delete()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _exit)
        try:
            while trouble := self._trouble():
                self._mark_off(trouble)
            services.forget_announcements(workshop.lanes())
            with (
                Beat(self._beat, limits.WORKER_BEAT, "worker-beat"),
                Beat(self._look, limits.WORKER_LOOK, "worker-look"),
                Beat(self._sweep, limits.SWEEP_EVERY, "sweeper"),
                ExitStack() as looking_for_runs,
            ):
                for slot in range(limits.RUN_SLOTS):
                    beat = Beat(self._run_next, limits.RUN_LOOK, f"runs-{slot}")
                    looking_for_runs.enter_context(beat)
                workshop.show()
                workshop.sandbox().warm()
                self._judge()
        finally:
            workshop.close()
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

    def _mark_off(self, trouble: str) -> None:
        """Show the trouble on the site, then look again a little later: an engine may come back."""
        log.error("this worker cannot judge: %s", trouble)
        workshop.show(trouble)
        STOPPING.wait(limits.WORKER_BEAT)

    def _beat(self) -> bool:
        """Show that we live, and what keeps us from judging."""
        workshop.show(self._unfit_because)
        return True

    def _look(self) -> bool:
        """After this machine was found unfit, look whether it is fit again. Not in the beat: an engine that
        hangs lets this wait for long."""
        if UNFIT.is_set():
            self._unfit_because = self._unfit_because or LOOKING
            self._unfit_because = self._trouble()
            if not self._unfit_because:
                UNFIT.clear()
            workshop.show(self._unfit_because)
        return True

    def _sweep(self) -> bool:
        """Remove what a worker that was killed has left behind."""
        try:
            workshop.sandbox().sweep()
        except SandboxError:
            log.exception("the sweep failed; the next one may not")
        return True

    def _run_next(self) -> bool:
        """Do the Run that waits longest, beside whatever is being judged: it takes seconds, and somebody
        looks at the screen. Its containers yield the processor to those of submissions."""
        if UNFIT.is_set() or STOPPING.is_set():
            return True
        try:
            number = runs.next_run(workshop.lanes())
        except DatabaseError:  # the beats say so already; ten times a second would be too often
            connection.close()
            STOPPING.wait(limits.WORKER_BEAT)
            return True
        if number is not None:
            pipeline.judge(number, workshop.sandbox())
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
    """Until Celery has its own handlers."""
    raise SystemExit(0)
