"""What came of the drill: every submission against what its program got in peace. Reads; prints nothing."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from tests.drill.client import Record
from tests.drill.package import programs
from tests.site_process import Site

VERDICTS = """
SELECT row.id, row.source, row.attempt, row.failures, verdict.code, verdict.score
FROM judge_submission AS row LEFT JOIN judge_verdict AS verdict ON verdict.submission_id = row.id
WHERE row.purpose = 'candidate' AND row.id > ? ORDER BY row.id
"""
DRAIN_SECONDS = 30.0


@dataclass
class Strike:
    """A fault that struck: which submissions a worker held then, and how many posts failed until the next."""

    name: str
    in_work: set[int]
    posts_failed: int = 0


@dataclass(frozen=True, slots=True)
class Fate:
    """What a submission got. ``verdicts``: (code, score) of every verdict that it has."""

    number: int
    program: str
    attempts: int
    failures: int
    verdicts: tuple[tuple[str, float], ...]


@dataclass
class Findings:
    """Everything that is told and judged in the end. ``wrong`` lists what must not be, in words."""

    expected: dict[str, Fate]
    fates: list[Fate]
    strikes: list[Strike]
    record: Record
    seconds: float
    containers: int
    messages: int
    processes: list[str]
    wrong: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing is off."""
        return not self.wrong


def fates(site: Site) -> dict[str, Fate]:
    """What each program got; of a site where each was submitted once."""
    return {fate.program: fate for fate in all_fates(site, 0)}


def all_fates(site: Site, after: int) -> list[Fate]:
    """What every candidate's submission with an id above ``after`` got."""
    names = {program.source: program.name for program in programs()}
    rows: dict[int, list[tuple[str, float]]] = {}
    heads: dict[int, tuple[str, int, int]] = {}
    for number, source, attempts, failures, code, score in site.rows(VERDICTS, after):
        heads[number] = (names[source], attempts, failures)
        rows.setdefault(number, []).extend([(code, score)] if code is not None else [])
    return [Fate(number, *heads[number], tuple(rows[number])) for number in heads]


def look(
    site: Site, expected: dict[str, Fate], record: Record, strikes: list[Strike], after: int, seconds: float
) -> Findings:
    """Stop the site and say what is there and what is wrong."""
    messages = _left_messages(site)
    found = all_fates(site, after)
    status = site.stop()
    processes = site.processes()
    containers = _left_containers(site)
    findings = Findings(expected, found, strikes, record, seconds, containers, messages, processes)
    findings.wrong = [*_wrong_fates(expected, found), *_lost(record, found)]
    for count, what in (
        (status, "the exit status of a clean stop"),
        (containers, "containers are left"),
        (messages, "messages for finished submissions are left and nobody takes them"),
        (len(processes), f"processes are left: {processes}"),
    ):
        if count:
            findings.wrong.append(f"{count}: {what}")
    return findings


def _left_messages(site: Site) -> int:
    """Announcements that are still there after the worker had time to take them."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while left := len(list((site.home / "queue" / "messages").glob("*.cpu.msg"))):
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return left


def _left_containers(site: Site) -> int:
    """Containers that not even the next start clears away; it sweeps what a fault has kept from removal."""
    if not site.containers():
        return 0
    site.start()
    site.wait_until_ready()
    site.stop()
    return len(site.containers())


def _wrong_fates(expected: dict[str, Fate], found: list[Fate]) -> list[str]:
    wrong = []
    for fate in found:
        should = expected[fate.program].verdicts
        if fate.verdicts != should:
            wrong.append(
                f"submission {fate.number} ({fate.program}) got {fate.verdicts or 'nothing'}, not {should},"
                f" in {fate.attempts} attempts of which {fate.failures} failed"
            )
    return wrong


def _lost(record: Record, found: list[Fate]) -> list[str]:
    """Ids that were given out and are not there, or twice."""
    there = {fate.number for fate in found}
    lost = [
        f"submission {number} was acknowledged and is gone"
        for number in record.acknowledged
        if number not in there
    ]
    twice = [number for number, count in Counter(record.acknowledged).items() if count > 1]
    return lost + [f"submission {number} was given to two posts" for number in twice]
