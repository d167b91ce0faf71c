"""The fault drill: submissions under load while every part of the site is killed, paused or taken away.

``python -m tests.drill.drill [--submissions N] [--seed N] [--only WORD] [--engine]``, or ``make drill``.
First every program is judged once in peace; then they are posted again and again while faults strike, drawn
by the seed. In the end each submission must have exactly one verdict, the same as in peace. Prints the
tables; exits 1 when anything is off.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from tests.drill.client import AGAIN_AFTER, Load
from tests.drill.engine import ENGINE_KILLED
from tests.drill.faults import FAULTS, Fault, Field
from tests.drill.findings import Findings, Strike, fates, look
from tests.drill.package import SLUG, Program, programs, write_package
from tests.drill.tables import show
from tests.engine_proxy import EngineProxy
from tests.site_process import Site

QUEUE = 6
"""Unfinished submissions that the candidates keep the site at."""
CALM: tuple[float, float] = (1.0, 5.0)
"""Seconds between a fault and the next."""
WORK_SECONDS = 5.0
"""How long a fault waits at most for a worker to hold something."""
BOTH = 0.25
"""How often a second fault, of another part, strikes together with the first."""
PEACE_SECONDS = 300.0
SETTLE_SECONDS = 900.0


@dataclass
class Drill:
    """A site with a load on it and what has struck it."""

    site: Site
    proxy: EngineProxy
    rng: random.Random
    say: Console
    strikes: list[Strike] = field(default_factory=list)

    def in_peace(self, work: list[Program]) -> None:
        """Judge everything once, with nothing wrong."""
        load = Load(self.site, work, lambda: True)
        load.start()
        self.site.wait(lambda: load.done and unfinished(self.site) == 0, PEACE_SECONDS)

    def under_faults(self, work: list[Program], faults: tuple[Fault, ...]) -> Load:
        """Post ``work`` while faults strike; return when all of it was posted."""
        load = Load(self.site, work, lambda: unfinished(self.site) < QUEUE)
        load.start()
        deck: list[Fault] = []
        while not load.done:
            deck = deck or self.rng.sample(faults, len(faults))
            first = deck.pop()
            others = [one for one in deck if one.part != first.part]
            together = [first, *others[:1]] if self.rng.random() < BOTH else [first]
            deck = [one for one in deck if one not in together]
            failed = load.record.failures
            struck = self._strike(together)
            time.sleep(self.rng.uniform(*CALM))
            for strike in struck:
                strike.posts_failed = load.record.failures - failed
        return load

    def _strike(self, together: list[Fault]) -> list[Strike]:
        """Let the faults strike at once, and wait until all have healed."""
        wait_for_work(self.site)
        struck = [Strike(fault.name, in_work(self.site)) for fault in together]
        self.strikes += struck
        threads = []
        for fault in together:
            ground = Field(self.site, self.proxy, random.Random(self.rng.random()))
            threads.append(threading.Thread(target=fault.strike, args=(ground,)))
        for strike, thread in zip(struck, threads, strict=True):
            held = ", ".join(map(str, sorted(strike.in_work))) or "nothing"
            self.say.print(f"[dim]{time.strftime('%X')}[/] {strike.name} (in work: {held})", highlight=False)
            thread.start()
        for thread in threads:
            thread.join()
        return struck

    def settle(self) -> None:
        """Wait until nothing is left to judge, or too long: then the findings tell what has no verdict."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while unfinished(self.site) and time.monotonic() < deadline:
            time.sleep(AGAIN_AFTER)


def unfinished(site: Site) -> int:
    """How many submissions have no verdict yet."""
    ((count,),) = site.rows("SELECT count(*) FROM judge_submission WHERE state <> 'done'")
    return int(count)


def in_work(site: Site) -> set[int]:
    """The submissions that a worker holds."""
    return {
        pk for (pk,) in site.rows("SELECT id FROM judge_submission WHERE state NOT IN ('queued', 'done')")
    }


def wait_for_work(site: Site) -> None:
    """Let the faults strike while something is being judged, if that comes soon."""
    deadline = time.monotonic() + WORK_SECONDS
    while not in_work(site) and time.monotonic() < deadline:
        time.sleep(0.02)


@contextmanager
def site_of_its_own(home: Path, **more: str) -> Iterator[tuple[Site, EngineProxy]]:
    """A site that serves the drill's problem alone, on an engine that can be taken away."""
    mine = {
        "TUNEROOM_PROBLEM_FOLDERS": str(write_package(home / "packages")),
        "TUNEROOM_PROBLEMS": SLUG,
        "TUNEROOM_ACTIVE_SUBMISSIONS": "1000",
        "TUNEROOM_SUBMISSIONS_PER_HOUR": "100000",
        "TUNEROOM_SLOTS": "2",
        "TUNEROOM_DOCKER_HOST": f"unix://{home / 'engine.sock'}",
    }
    with EngineProxy(home / "engine.sock") as proxy, Site(home / "site", more=mine | more) as site:
        site.start()
        site.wait_until_ready()
        yield site, proxy


def run(
    submissions: int, seed: int, faults: tuple[Fault, ...], say: Console, home: Path, **more: str
) -> Findings:
    """Do the whole drill in ``home``, on a site with ``more`` settings; return what came of it."""
    rng = random.Random(seed)
    with site_of_its_own(home, **more) as (site, proxy):
        drill = Drill(site, proxy, rng, say)
        drill.in_peace(programs())
        expected = fates(site)
        begun, last = time.monotonic(), max(fate.number for fate in expected.values())
        whole = programs() * (submissions // len(programs()) + 1)
        work = rng.sample(whole, submissions)
        load = drill.under_faults(work, faults)
        drill.settle()
        return look(site, expected, load.record, drill.strikes, last, time.monotonic() - begun)


def main() -> int:
    """Run the drill that the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="faults whose name holds one of these words, by commas")
    parser.add_argument("--engine", action="store_true", help="kill this machine's Docker engine, too")
    parser.add_argument("--keep", type=Path, help="a folder to leave the site's state in")
    options = parser.parse_args()
    faults = FAULTS + (ENGINE_KILLED,) * options.engine
    faults = tuple(one for one in faults if any(word in one.name for word in options.only.split(",")))
    say = Console(width=150)
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        found = run(options.submissions, options.seed, faults, say, options.keep or Path(folder))
    show(found, say)
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
