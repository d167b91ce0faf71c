"""Judges every program of ``tests/cheats``; prints caught, missed and false alarms: ``make cheats``.

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
from tests.cheats.programs import FALSE_ALARM, MISSED, Program, failed_audits, word_for
from tests.cheats.suites import SUITES, Suite, open_bench

COLUMNS = ("Program", "Expected", "Got", "Failed audits", "Score", "Seconds", "")


def main() -> int:
    """Judge all of them; return the exit status."""
    options = _options()
    console = Console(width=170)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as home:
        sandbox = _sandbox(Path(home))
        for suite in SUITES:
            chosen = suite.programs(options.only) if options.kind in {"", suite.name} else []
            if chosen:
                table = _table(suite, chosen, sandbox, Path(home), options.full)
                counts.update(str(word) for word in table.columns[-1].cells)
                console.print(table)
    console.print(", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    return 1 if counts[MISSED] + counts[FALSE_ALARM] else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="at the size of the real problems")
    parser.add_argument("--only", default="", help="programs whose name holds this")
    parser.add_argument("--kind", default="", choices=("", *(suite.name for suite in SUITES)))
    return parser.parse_args()


def _sandbox(home: Path) -> Sandbox:
    installation = Installation(name=f"cheats-{home.name}", home=home)
    ensure_engine(installation, print)
    build_images(installation, print)
    return DockerSandbox(installation)


def _table(suite: Suite, chosen: list[Program], sandbox: Sandbox, home: Path, full: bool) -> Table:
    bench = open_bench(suite, sandbox, home, full)
    table = Table(*COLUMNS, title=suite.name)

    def row_of(program: Program) -> tuple[str, ...]:
        started = time.monotonic()
        report = bench.judged(program.source)
        word = word_for(program, report, bench.plain)
        row = _row(program, report, time.monotonic() - started, word)
        print(*row, sep="\t", file=sys.stderr, flush=True)
        return row

    with ThreadPoolExecutor(1 if full else suite.at_once) as pool:
        for row in pool.map(row_of, chosen):
            table.add_row(*row)
    return table


def _row(program: Program, report: Report, seconds: float, word: str) -> tuple[str, ...]:
    failed = ", ".join(failed_audits(report))
    return (
        program.name,
        program.expected,
        str(report.verdict),
        failed,
        f"{report.score:g}",
        f"{seconds:.0f}",
        word,
    )


if __name__ == "__main__":
    sys.exit(main())
