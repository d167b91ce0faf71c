"""``manage.py scheduler``: Celery beat and the small worker that does the housekeeping it asks for.

Apart from the judging worker, so that recovering lost submissions never waits behind a long one.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from judge.celery import app


class Command(BaseCommand):
    """One process, one at a time."""

    help = "Recover lost submissions on a schedule."

    def handle(self, *args: Any, **options: Any) -> None:
        schedule = settings.HOME / "run" / "beat-schedule"
        schedule.parent.mkdir(parents=True, exist_ok=True)
        app.worker_main(
            [
                "worker",
                "--pool=solo",
                "--beat",
                f"--schedule={schedule}",
                "--queues=housekeeping",
                f"--loglevel={settings.ENV.log_level}",
                "--hostname=scheduler@%h",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
            ]
        )
