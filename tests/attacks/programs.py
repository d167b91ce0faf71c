"""The programs that attack the judge, and what each must get: its docstring says so.

    Expected: cpu_time_limit or runtime_error      one of these verdicts
    Expected: honest                               the verdict and score of its honest part by itself
    Must not show: <regex>                         nowhere among what the candidate sees, the code aside
    Must show: <regex>                             proof that the attack was really tried
    Hole: <reason>                                 it gets something else today; the test is a strict xfail

A program is one file. Lines like ``# --- honest ---`` stand for the text of a file in ``PARTS``, so that it
need not be repeated. A program that gets what it must not get says SUCCEEDED.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from runners.base import VerdictCode

HERE = Path(__file__).parent
PROGRAMS, PACKAGES = HERE / "programs", HERE / "range"
RANGE, TUNING = "attack-range", "attack-range-tuning"
HONEST = "honest"
SUCCEEDED = "SUCCEEDED"

REFERENCE = PACKAGES / RANGE / "solutions" / "reference.py"
HALF = PACKAGES / RANGE / "solutions" / "predict_only.py"
TRAINER = HERE.parents[1] / "questions" / "problems" / "review-sentiment" / "solutions" / "reference.py"
PARTS = {
    "# --- honest ---": REFERENCE,
    "# --- half ---": HALF,
    "# --- trainer ---": TRAINER,
    "# --- attempt ---": PROGRAMS / "attempt.py",
}
LINE = re.compile(r"^(Expected|Must not show|Must show|Hole): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Program:
    """One attack. ``baseline`` is the honest part that it is compared with."""

    path: Path
    expected: tuple[str, ...]
    hidden: tuple[str, ...]
    shown: tuple[str, ...]
    hole: str
    baseline: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(PROGRAMS).with_suffix("").as_posix()

    @property
    def slug(self) -> str:
        return TUNING if self.path.parent.name == "tuning" else RANGE

    @property
    def source(self) -> str:
        return assembled(self.path.read_text(encoding="utf-8"))


def assembled(text: str) -> str:
    """The text with every part in its place."""
    lines = [PARTS[line].read_text(encoding="utf-8") if line in PARTS else line for line in text.split("\n")]
    return "\n".join(lines)


def programs(only: str = "") -> list[Program]:
    """All of them, in the order in which they are judged."""
    paths = sorted(path for path in PROGRAMS.glob("*/*.py") if only in path.as_posix())
    return [read(path) for path in paths]


def read(path: Path) -> Program:
    """Read what a program says of itself."""
    text = path.read_text(encoding="utf-8")
    said: dict[str, list[str]] = {"Expected": [], "Must not show": [], "Must show": [], "Hole": []}
    for key, value in LINE.findall(text.split('"""')[1]):
        said[key].append(value)
    (expected,) = said["Expected"]
    known = {HONEST, *VerdictCode}
    words = tuple(expected.split(" or "))
    assert known.issuperset(words), f"{path}: {set(words) - known} is no verdict"
    return Program(
        path=path,
        expected=words,
        hidden=tuple(said["Must not show"]),
        shown=tuple(said["Must show"]),
        hole=" ".join(said["Hole"]),
        baseline=HALF if "# --- half ---" in text else REFERENCE,
    )
