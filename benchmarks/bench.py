"""How fast the site judges, and what somebody could use in its place, measured in one run on one machine.

    python -m benchmarks.bench [--rounds 60] [--burst 150] [--dmoj PYTHON]        (or: make bench)

In each round everybody has one turn, and who begins rotates: a submission that does nothing and one that is
judged in full, posted to a real site and timed until the verdict is there; ``docker run`` and the engine's
API, a bare process, and DMOJ's judge, with the program that does nothing. Then bursts through the site,
against containers made as fast as this engine can; the first line behind ``import torch``; and the memory of
what waits. Run it on a machine that does nothing else; it takes some five minutes.

Needs root, or at least the engine. DMOJ's judge is installed into an environment of its own in the user's
cache, for which it wants a C++ compiler and the headers of libseccomp; ``--dmoj`` names a Python that has it
already. The tables go to the terminal, everything to ``benchmarks/results/latest.json``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console

from benchmarks import dmoj_judge, machine, report, rivals, site_latency
from benchmarks.bursts import Burst, burst
from benchmarks.first_line import first_lines
from benchmarks.report import CONTAINERS_AT_ONCE, Found, Turn
from benchmarks.sandboxed_training import opened
from benchmarks.spread import rotated
from judge.env import Env
from sandbox.registry import Installation
from tests.drill.package import Program, programs
from tests.site_process import Site

JUDGED = "predict_only"
SLOTS = 2  # beside the default
PAUSE_SECONDS = 0.15  # after a container of anybody's, so that its tidying up is nobody else's
REFILL_SECONDS = 0.35  # after one of ours, which is replaced meanwhile

Contestant = Callable[[], Turn]


def main() -> int:
    """Measure, show and write; return the exit status."""
    asked = arguments()
    console = Console()
    found = Found(machine=machine.facts())
    if warning := report.load_warning(found.machine):
        console.print(f"[yellow]{warning}[/]")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tuneroom-bench-") as folder:
        home = Path(folder)
        opened(home, console)  # engine and images
        raw_rates(found, asked.containers)
        at_a_site(found, asked, home, console)
        raw_rates(found, asked.containers)
        installation = Installation(name=f"benchmark-{os.getpid()}", home=home)
        found.lines, found.waits = first_lines(installation, asked.warm, asked.cold)
    found.machine["seconds"] = round(time.monotonic() - began)
    for table in report.tables(found):
        console.print(table, "")
    report.write(found, asked.results)
    return 0


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="How fast the site judges, and what could take its place.")
    parser.add_argument("--rounds", type=int, default=60, help="of one turn each")
    parser.add_argument("--burst", type=int, default=150, help="submissions posted at once")
    parser.add_argument("--containers", type=int, default=30, help="made twice at each number at a time")
    parser.add_argument("--warm", type=int, default=10, help="first lines from a container that waited")
    parser.add_argument("--cold", type=int, default=3, help="and from one that did not")
    parser.add_argument("--dmoj", metavar="PYTHON", help="a Python that has DMOJ's judge")
    parser.add_argument("--results", type=Path, default=report.RESULTS)
    return parser.parse_args()


def raw_rates(found: Found, count: int) -> None:
    """Measure half of what the engine alone can do: the other half comes at the end, when the machine may be
    faster or slower."""
    for at_once in CONTAINERS_AT_ONCE:
        found.containers[at_once].append(rivals.container_rate(at_once, count))


def at_a_site(found: Found, asked: argparse.Namespace, home: Path, console: Console) -> None:
    """Measure what goes through sites: the rounds, and a burst for each number of slots."""
    default = Env.model_fields["slots"].default
    with running(site_latency.site(home / "one")) as made, dmoj(found, asked.dmoj, home) as theirs:
        contestants = site_contestants(made) | rival_contestants(found, theirs)
        for name in contestants:
            contestants[name]()  # signed in, read from the disk: the first turn does not count
        for number in range(asked.rounds):
            one_round(found, contestants, number)
        console.print(f"{asked.rounds} rounds done")
        found.bursts.append(one_burst(made, default, asked.burst))
    if default != SLOTS:
        with running(site_latency.site(home / "two", TUNEROOM_SLOTS=str(SLOTS))) as made:
            found.bursts.append(one_burst(made, SLOTS, asked.burst))
    console.print("bursts done")


@contextmanager
def running(made: Site) -> Iterator[Site]:
    """Run the site meanwhile."""
    with made:
        site_latency.start(made)
        yield made


@contextmanager
def dmoj(found: Found, python: str | None, home: Path) -> Iterator[dmoj_judge.Judge | None]:
    """Have DMOJ's judge ready meanwhile, or None, with the reason among what was found."""
    try:
        judge = dmoj_judge.Judge(python or dmoj_judge.installed(), home / "dmoj")
        judge.open()
    except dmoj_judge.Unavailable as reason:
        found.absent["DMOJ's judge"] = str(reason)
        yield None
        return
    with closing(judge):
        yield judge


def site_contestants(made: Site) -> dict[str, Contestant]:
    """Ours: two submissions of different length."""
    candidate = site_latency.Candidate(made)
    (judged,) = [one for one in programs() if one.name == JUDGED]

    def turn(program: Program) -> Turn:
        trip = candidate.submit(program)
        time.sleep(REFILL_SECONDS)
        return Turn(trip.total, trip.overhead, trip)

    return {"site_trivial": lambda: turn(rivals.TRIVIAL), "site_judged": lambda: turn(judged)}


def rival_contestants(found: Found, theirs: dmoj_judge.Judge | None) -> dict[str, Contestant]:
    """Everybody else who is here."""

    def container(seconds: Callable[[], float]) -> Contestant:
        def turn() -> Turn:
            took = 1000 * seconds()
            time.sleep(PAUSE_SECONDS)
            return Turn(took, None)

        return turn

    def graded(judge: dmoj_judge.Judge, problem: str) -> Turn:
        one = judge.grade(problem)
        time.sleep(PAUSE_SECONDS)
        return Turn(1000 * one.seconds, 1000 * (one.seconds - one.process_seconds))

    mine: dict[str, Contestant] = {
        "bare": lambda: Turn(1000 * rivals.bare(), None),
        "docker_api": container(rivals.docker_api),
    }
    if rivals.has_docker_command():
        mine["docker_run"] = container(rivals.docker_run)
    else:
        found.absent["docker run"] = "there is no docker command"
    if theirs is not None:
        mine |= {f"dmoj_{name}": partial(graded, theirs, name) for name in dmoj_judge.CASES}
    return mine


def one_round(found: Found, contestants: dict[str, Contestant], number: int) -> None:
    """Let everybody have a turn."""
    for name in rotated(list(contestants), number):
        found.turns[name].append(contestants[name]())


def one_burst(made: Site, slots: int, count: int) -> Burst:
    """A burst of the trivial program."""
    return burst(made, slots, rivals.TRIVIAL, count)


if __name__ == "__main__":
    sys.exit(main())
