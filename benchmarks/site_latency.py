"""One submission's way through a whole site: posted over HTTP, timed until its verdict can be read.

The site is real (``tests/site_process.py``), with the small n-gram problem of the fault drill. Its clock and
ours are the same.
"""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass, fields
from pathlib import Path

from tests.drill.client import Client, Record
from tests.drill.package import SLUG, Program, write_package
from tests.site_process import Site

LOOK_SECONDS = 0.001
PATIENCE = 60.0
SETTLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Trip:
    """Milliseconds of one submission. ``total`` is from before the POST until a reader of the database sees
    the verdict, ``process`` that of the candidate's own process, ``reply`` until the POST's answer. The rest
    adds up to ``overhead``, which is the total less the process."""

    total: float
    process: float
    reply: float
    post: float
    queued: float
    to_container: float
    to_process: float
    after: float

    @property
    def overhead(self) -> float:
        """All that is not the candidate's own process."""
        return self.total - self.process


PARTS = tuple(one.name for one in fields(Trip) if one.name not in {"total", "process", "reply"})
MEANING = {
    "post": "POST sent until the row is made",
    "queued": "until a worker claims it",
    "to_container": "until a container is taken and checked",
    "to_process": "until the process has its command",
    "after": "from its end: scoring, verdict stored and seen",
}


def trip_of(timing: dict[str, float], began: float, replied: float, seen: float) -> Trip:
    """Put the verdict's instants and ours together; all in seconds since the epoch, ``*_ms`` aside. A verdict
    of several processes counts what lies between them as ``after``."""
    total, process = 1000 * (seen - began), timing["process_ms"] + timing["scoring_ms"]
    post = 1000 * (timing["accepted"] - began)
    to_container = 1000 * (timing["container_ready"] - timing["claimed"])
    to_process = 1000 * (timing["process_started"] - timing["container_ready"])
    known = post + timing["queued_ms"] + to_container + to_process + process
    return Trip(
        total=total,
        process=process,
        reply=1000 * (replied - began),
        post=post,
        queued=timing["queued_ms"],
        to_container=to_container,
        to_process=to_process,
        after=total - known,
    )


def site(folder: Path, **more: str) -> Site:
    """A site with a home below ``folder`` and no quotas, not started."""
    packages = write_package(folder / "packages")
    unlimited = dict.fromkeys(("TUNEROOM_SUBMISSIONS_PER_HOUR", "TUNEROOM_ACTIVE_SUBMISSIONS"), "1000000")
    mine = {"TUNEROOM_PROBLEM_FOLDERS": str(packages), "TUNEROOM_PROBLEMS": SLUG}
    return Site(folder / "home", more=unlimited | mine | more)


def start(made: Site) -> None:
    """Start it, and let it come to rest."""
    made.start()
    made.wait_until_ready()
    time.sleep(SETTLE_SECONDS)


class Candidate:
    """Somebody signed in who submits and waits for the verdict, again and again."""

    def __init__(self, made: Site) -> None:
        self._client = Client(made, Record())
        self._database = sqlite3.connect(f"file:{made.home / 'tuneroom.sqlite3'}?mode=ro", uri=True)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def submit(self, program: Program) -> Trip:
        """Post once and wait.

        Raises:
            TimeoutError: no verdict came.
        """
        began = time.time()
        number = self._client.post(program)
        replied = time.time()
        while (timing := self._timing(number)) is None:
            if time.time() - began > PATIENCE:
                raise TimeoutError(f"submission {number} has no verdict after {PATIENCE:.0f} s")
            time.sleep(LOOK_SECONDS)
        return trip_of(timing, began, replied, time.time())

    def _timing(self, number: int) -> dict[str, float] | None:
        query = "SELECT timing FROM judge_verdict WHERE submission_id = ?"
        found = self._database.execute(query, (number,)).fetchone()
        return json.loads(found[0]) if found else None
