"""Judges every attack on a whole site and prints what each was to get, got and showed: ``make attacks``.

With ``--only WORD`` those whose name holds the word. Exits 1 when one went otherwise than it must; attacks
that are known to succeed are marked as holes, and count when they no longer do.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.attacks.programs import programs
from tests.attacks.range import Range, Shot
from tests.attacks.scenarios import HOLES, SCENARIOS

COLUMNS = ("Attack", "Expected", "Got", "Evidence", "Seconds", "")
SHOWN = 70


def main() -> int:
    """Judge all of them; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="attacks whose name holds this")
    only = parser.parse_args().only
    console, counts, began = Console(width=180), Counter[str](), time.monotonic()
    table = Table(*COLUMNS, title="Attacks on the machine")
    with tempfile.TemporaryDirectory() as home, Range(Path(home), say=_say) as field:
        for program in programs(only):
            _add(table, field.fire(program), program.hole, counts)
        for scenario in SCENARIOS:
            if only in scenario.__name__:
                _add(table, field.play(scenario), HOLES.get(scenario.__name__, ""), counts)
    console.print(table)
    console.print(
        f"{', '.join(f'{n} {word}' for word, n in counts.items())}; {time.monotonic() - began:.0f} s"
    )
    return 1 if counts["OTHERWISE"] else 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _add(table: Table, shot: Shot, hole: str, counts: Counter[str]) -> None:
    word = "OTHERWISE" if bool(shot.faults) != bool(hole) else ("known hole" if hole else "as expected")
    counts[word] += 1
    said = "; ".join(shot.faults) if word == "OTHERWISE" else hole or shot.evidence
    told = " ".join(said.split()) if shot.faults else " ".join(said.split())[:SHOWN]
    seconds = f"{shot.seconds:.1f}"
    table.add_row(*(escape(cell) for cell in (shot.name, shot.expected, shot.got, told, seconds, word)))


if __name__ == "__main__":
    sys.exit(main())
