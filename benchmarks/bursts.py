"""How many verdicts a second a site gives when far more is posted than it can judge at once."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.drill.client import Load
from tests.drill.package import Program
from tests.site_process import Site

LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Burst:
    """``per_second`` counts from the first POST to the last verdict, ``sustained`` from the first verdict;
    ``posting`` is how long the posting took, beside the judging and on the same processors. The milliseconds
    are medians: they say what a slot was busy with."""

    slots: int
    count: int
    per_second: float
    sustained: float
    posting: float
    to_container_ms: float
    to_process_ms: float
    process_ms: float
    after_ms: float


def burst(made: Site, slots: int, program: Program, count: int, threads: int = 3) -> Burst:
    """Post the program ``count`` times by several threads, and wait for all the verdicts."""
    ((before,),) = made.rows("SELECT coalesce(max(id), 0) FROM judge_verdict")
    load = Load(made, [program] * count, lambda: True, threads)
    began = time.time()
    load.start()
    while not load.done:
        time.sleep(LOOK_SECONDS)
    posting = time.time() - began
    made.wait(lambda: _verdicts(made, before) >= count, seconds=5 * count)
    rows = made.rows("SELECT timing FROM judge_verdict WHERE id > ?", before)
    return burst_of([json.loads(timing) for (timing,) in rows], slots, began, posting)


def burst_of(timings: Sequence[dict[str, float]], slots: int, began: float, posting: float) -> Burst:
    """Sum up the verdicts' instants."""
    stored = sorted(one["stored"] for one in timings)
    count = len(stored)
    return Burst(
        slots=slots,
        count=count,
        per_second=round(count / (stored[-1] - began), 2),
        sustained=round((count - 1) / (stored[-1] - stored[0]), 2),
        posting=round(posting, 2),
        to_container_ms=_median_ms(timings, "claimed", "container_ready"),
        to_process_ms=_median_ms(timings, "container_ready", "process_started"),
        process_ms=_median_ms(timings, "process_started", "process_ended"),
        after_ms=_median_ms(timings, "process_ended", "stored"),
    )


def _median_ms(timings: Sequence[dict[str, float]], start: str, end: str) -> float:
    lasted = sorted(one[end] - one[start] for one in timings)
    return round(1000 * lasted[len(lasted) // 2], 1)


def _verdicts(made: Site, after: int) -> int:
    ((count,),) = made.rows("SELECT count(*) FROM judge_verdict WHERE id > ?", after)
    return int(count)
