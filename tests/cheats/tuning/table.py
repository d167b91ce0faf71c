"""Judges every program of ``tests/cheats/tuning``; prints caught, missed and false alarms: ``make cheats``.

With ``--full`` at the size of the real problems, which takes more than an hour on two processors; else in the
small version that the tests use. Exits 1 when a cheat was missed or an honest program was not left alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.table import Table

from runners.base import Report
from sandbox.docker_engine import DockerSandbox
from sandbox.engine_setup import ensure_engine
from sandbox.image_build import build_images
from sandbox.job import Sandbox
from sandbox.registry import Installation
from tests.cheats.tuning.programs import (
    Program,
    as_expected,
    cheats,
    failed_audits,
    honest,
    judged,
    reference_of,
)
from tests.runners.tuning.problems import CLASSIFIER, DIALOGUE, full_problem, install_base, small_problem

AT_ONCE = 2  # in the small version, each on one processor
COLUMNS = ("Program", "Expected", "Got", "Failed audits", "Score", "Seconds", "")


def main() -> int:
    """Judge all of them; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="at the size of the real problems")
    parser.add_argument("--only", default="", help="programs whose name holds this")
    options = parser.parse_args()
    console = Console(width=170)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as home:
        sandbox = _sandbox(Path(home))
        for slug in (CLASSIFIER, DIALOGUE):
            console.print(_table(sandbox, slug, Path(home), options.full, options.only, counts))
    console.print(", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    return 1 if counts["MISSED"] + counts["FALSE ALARM"] else 0


def _sandbox(home: Path) -> Sandbox:
    installation = Installation(name=f"cheats-{home.name}", home=home)
    ensure_engine(installation, print)
    build_images(installation, print)
    return DockerSandbox(installation)


def _table(sandbox: Sandbox, slug: str, home: Path, full: bool, only: str, counts: Counter[str]) -> Table:
    draw = full_problem if full else small_problem
    problem = draw(slug, home / slug, install_base(home / "models"))
    reference = reference_of(sandbox, problem)
    table = Table(*COLUMNS, title=slug)

    def row_of(program: Program) -> tuple[str, ...]:
        started = time.monotonic()
        report = judged(sandbox, problem, program.path.read_bytes(), reference)
        row = _row(program, report, time.monotonic() - started)
        print(*row, sep="\t", file=sys.stderr, flush=True)
        return row

    chosen = [program for program in (*cheats(slug), *honest(slug)) if only in program.name]
    with ThreadPoolExecutor(1 if full else AT_ONCE) as pool:
        for row in pool.map(row_of, chosen):
            counts[row[-1]] += 1
            table.add_row(*row)
    return table


def _row(program: Program, report: Report, seconds: float) -> tuple[str, ...]:
    good = as_expected(program, report)
    expected = (
        "no finding" if program.verdict is None else f"{program.verdict} by {' or '.join(program.audits)}"
    )
    word = ("left alone" if good else "FALSE ALARM") if program.honest else ("caught" if good else "MISSED")
    return (
        program.name,
        expected,
        str(report.verdict),
        ", ".join(failed_audits(report)),
        f"{report.score:g}",
        f"{seconds:.0f}",
        word,
    )


if __name__ == "__main__":
    sys.exit(main())
