"""A program that tries to cheat, or an honest one beside it, and whether it got what it must.

The first line of a cheat says what that is, in one of these forms:

    Expected: rejected, audit sums or values.
    Expected: wrong_answer, audit format, score at most 40; or bad_artifact.
    Expected: no effect.        # judged as if the trick were not there, to the last point
    Expected: no gain.          # no better than without the trick, whatever the verdict

An honest program has no such line: no audit may reject it. A cheat that is known to get through says why at
the end of its docstring, after ``Known to pass:``; it still says what it should get.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from runners.base import Report, VerdictCode

HERE = Path(__file__).parent
NO_EFFECT, NO_GAIN = "no effect", "no gain"
ENDING = r"(\w+)(?:, audit (\w+(?: or \w+)*))?(?:, score at most (\d+))?"
EXPECTED = re.compile(rf'"""Expected: ({NO_EFFECT}|{NO_GAIN}|{ENDING}(?:; or {ENDING})*)[.; ]')
KNOWN = re.compile(r"^Known to pass: (.+?)\n?\"\"\"", re.MULTILINE | re.DOTALL)
GAIN = 1.0  # points; less is chance
MISSED, FALSE_ALARM = "MISSED", "FALSE ALARM"


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which a cheat may end. ``audits``: one of them must be failed, when any is named."""

    verdict: VerdictCode
    audits: tuple[str, ...]
    most: float

    def __str__(self) -> str:
        return str(self.verdict) + (f" by {' or '.join(self.audits)}" if self.audits else "")


@dataclass(frozen=True, slots=True)
class Program:
    """A program to judge. ``compared``: ``NO_EFFECT`` or ``NO_GAIN`` for a cheat that is compared with the
    program without the trick, else ""; an honest one has neither endings nor that. ``known``: why it passes,
    if it is known to."""

    path: Path
    source: bytes
    endings: tuple[Ending, ...] = ()
    compared: str = ""
    known: str = ""

    @property
    def name(self) -> str:
        return self.path.relative_to(HERE).with_suffix("").as_posix()

    @property
    def honest(self) -> bool:
        return not self.endings and not self.compared

    @property
    def expected(self) -> str:
        """What it must get, in words."""
        return self.compared or " or ".join(map(str, self.endings)) or "no finding"


def cheat(path: Path, base: bytes = b"") -> Program:
    """The cheat in a file, appended to ``base``."""
    text = path.read_text(encoding="utf-8")
    said = EXPECTED.match(text)
    assert said is not None, f"{path} does not say what is expected"
    source = base + text.encode()
    if said[1] in {NO_EFFECT, NO_GAIN}:
        return Program(path, source, compared=said[1])
    endings = tuple(ending(part) for part in said[1].split("; or "))
    known = KNOWN.search(text)
    return Program(path, source, endings, known=" ".join(known[1].split()) if known else "")


def ending(said: str) -> Ending:
    """Read one ending, such as ``rejected, audit sums``."""
    parts = re.fullmatch(ENDING, said)
    assert parts is not None
    audits = tuple(parts[2].split(" or ")) if parts[2] else ()
    assert parts[3] or parts[1] != VerdictCode.WRONG_ANSWER, (
        "an honest program may get that: say how few points"
    )
    return Ending(VerdictCode(parts[1]), audits, float(parts[3] or 100))


def failed_audits(report: Report) -> list[str]:
    """The audits that were failed, the first one first."""
    return [audit.key for audit in report.audits if not audit.passed]


def as_expected(program: Program, report: Report, plain: Report | None = None) -> bool:
    """Whether a program got what it must. ``plain``: the report of the program without the trick."""
    failed = failed_audits(report)
    if program.honest:
        return failed == [] and report.verdict in {VerdictCode.ACCEPTED, VerdictCode.WRONG_ANSWER}
    if not program.compared:
        return any(_ends_so(one, report, failed) for one in program.endings)
    assert plain is not None, f"{program.name} is compared with a plain program, and there is none"
    if program.compared == NO_GAIN:
        return report.score <= plain.score + GAIN
    return failed == [] and _scored(report) == _scored(plain)


def _ends_so(expected: Ending, report: Report, failed: list[str]) -> bool:
    audited = not expected.audits or bool(set(failed) & set(expected.audits))
    return report.verdict is expected.verdict and audited and report.score <= expected.most


def _scored(report: Report) -> tuple[object, ...]:
    return report.verdict, report.score, [group.points for group in report.groups], report.metrics


def word_for(program: Program, report: Report, plain: Report | None = None) -> str:
    """What the table says of it: ``MISSED`` and ``FALSE_ALARM`` are what must not be."""
    good = as_expected(program, report, plain)
    if program.honest:
        return "left alone" if good else FALSE_ALARM
    return (program.compared or "caught") if good else "known to pass" if program.known else MISSED
