"""The drill's problem package and its programs: made of the shipped n-gram problem and a few of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.site_process import SOLUTIONS

SLUG = "fault-drill"
HERE = Path(__file__).parent
SHIPPED = SOLUTIONS.parent
TEXTS = ("statement.zh.md", "statement.en.md", "starter.py")
TAKEN = (
    "reference",
    "witten_bell",
    "add_k",
    "predict_only",
    "stupid_backoff",
    "document_bugs",
    "never_returns",
)
OWN = ("takes_all_memory", "prints_without_end", "fails_at_import")


@dataclass(frozen=True, slots=True)
class Program:
    """A source file that is submitted again and again."""

    name: str
    source: str


def programs() -> list[Program]:
    """Programs of as many different fates as there are."""
    folders = dict.fromkeys(TAKEN, SOLUTIONS) | dict.fromkeys(OWN, HERE / "programs")
    return [Program(name, (folder / f"{name}.py").read_text("utf-8")) for name, folder in folders.items()]


def write_package(folder: Path) -> Path:
    """Write the package into ``folder/SLUG``; return ``folder``."""
    package = folder / SLUG
    (package / "solutions").mkdir(parents=True)
    shutil.copy(HERE / "problem.toml", package)
    for name in TEXTS:
        shutil.copy(SHIPPED / name, package)
    for name in ("reference.py", "predict_only.py"):
        shutil.copy(SOLUTIONS / name, package / "solutions")
    return folder
