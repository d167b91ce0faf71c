"""Prints what came of the drill: by fault, by program, in total."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table

from tests.drill.findings import Fate, Findings

MOST_SHOWN = 40


def show(found: Findings, say: Console) -> None:
    """Print the two tables, the totals, and everything that is wrong."""
    say.print(by_fault(found), by_program(found))
    for line in totals(found):
        say.print(line, highlight=False)
    for line in found.wrong[:MOST_SHOWN]:
        say.print(f"[red]✗[/] {line}", highlight=False)
    say.print(
        "[green]✓ nothing was lost[/]" if found.clean else f"[red]✗ {len(found.wrong)} things are off[/]"
    )


def by_fault(found: Findings) -> Table:
    """How often each fault struck, and what it met."""
    table = Table("Fault", "Times", "Submissions in work", "Posts failed until the next")
    for name, times in sorted(Counter(strike.name for strike in found.strikes).items()):
        mine = [strike for strike in found.strikes if strike.name == name]
        met = sum(len(strike.in_work) for strike in mine)
        table.add_row(name, str(times), str(met), str(sum(strike.posts_failed for strike in mine)))
    return table


def by_program(found: Findings) -> Table:
    """What each program got in peace, and under faults."""
    table = Table("Program", "In peace", "Submitted", "The same", "Other", "None or two")
    for name, peace in sorted(found.expected.items()):
        mine = [fate for fate in found.fates if fate.program == name]
        single = [fate for fate in mine if len(fate.verdicts) == 1]
        same = [fate for fate in single if fate.verdicts == peace.verdicts]
        counts = (len(mine), len(same), len(single) - len(same), len(mine) - len(single))
        table.add_row(name, _words(peace), *map(str, counts))
    return table


def _words(fate: Fate) -> str:
    return ", ".join(f"{code} {score:g}" for code, score in fate.verdicts)


def totals(found: Findings) -> list[str]:
    """The sums, one a line."""
    record, fates = found.record, found.fates
    again = Counter(fate.attempts for fate in fates)
    failures = Counter(fate.failures for fate in fates)
    return [
        f"{len(fates)} submissions, {len(record.acknowledged)} acknowledged; "
        f"{len(fates) - len(record.acknowledged)} stored by posts that failed",
        f"{record.failures} posts failed: {dict(record.failed)}",
        f"faults: {len(found.strikes)}; attempts: {dict(sorted(again.items()))}; "
        f"failures that were counted: {dict(sorted(failures.items()))}",
        f"left: {found.containers} containers, {found.messages} messages, {len(found.processes)} processes",
        f"{found.seconds:.0f} s",
    ]
