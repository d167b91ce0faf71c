"""``manage.py scheduler``: the housekeeping, round after round: lost submissions, references to be made,
submissions to be compared with each other, dry runs of rejudges to be queued, schedules to be fitted.

It asks the database alone and sends itself no messages, so it goes on while the broker is away. Apart from
the judging worker, so that recovering a submission never waits behind a long one. Several may run at once.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from judge import gate, limits, references, rejudge_services, similarity_services
from judge.heartbeat import Beat
from judge.rounds import make_round
from study import services as study


class Command(BaseCommand):
    """One process; exit status 0 after SIGTERM or Ctrl-C."""

    help = "Recover lost submissions on a schedule."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask_to_stop)
        with (
            Beat(make_round, settings.ENV.reap_seconds, "reaper"),
            Beat(_make_references, limits.REFERENCES_EVERY, "references"),
            Beat(_feed, limits.REJUDGE_EVERY, "feed"),
            Beat(_compare, limits.COMPARE_EVERY, "similarity"),
            Beat(_fit, limits.FIT_EVERY, "fitting"),
        ):
            stop.wait()


def _make_references() -> bool:
    """Have the references made that could not be made at the start, for want of a worker."""
    references.request_missing()
    return True


def _compare() -> bool:
    """Find which submissions are alike, after they have their verdicts."""
    similarity_services.compare_missing()
    return True


def _fit() -> bool:
    """Fit the schedules of learners who reviewed enough since the last time."""
    study.fit_due()
    return True


def _feed() -> bool:
    """Queue authors' checks that waited for their reference, and dry runs while no candidate waits."""
    gate.feed()
    rejudge_services.feed()
    return True
