"""For each kind of problem: which programs are judged, against which problem and reference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from runners.base import Problem, Report, Runner, Task
from sandbox.job import Sandbox
from tests.cheats.programs import HERE, Program, cheat
from tests.runners.driving import judge_through
from tests.runners.ngram_lm import problems as ngram
from tests.runners.tuning import problems as tuning
from tests.runners.tuning.problems import runner_of

PATIENCE = 1200.0  # seconds for a training in the small version
Draw = Callable[[Path, bool], Problem]


@dataclass(frozen=True, slots=True)
class Folder:
    """Programs of one folder of ``tests/cheats``; each is appended to the files of ``base``."""

    name: str
    honest: bool = False
    base: tuple[Path, ...] = ()

    def programs(self) -> list[Program]:
        """Its programs, by name."""
        base = b"".join(path.read_bytes() + b"\n\n" for path in self.base)
        paths = sorted((HERE / self.name).glob("*.py"))
        if self.honest:
            return [Program(path, base + path.read_bytes()) for path in paths]
        return [cheat(path, base) for path in paths]


@dataclass(frozen=True, slots=True)
class Suite:
    """The programs of one problem. ``draw`` makes it in a folder, small or in full; ``plain`` is the program
    without any trick; ``at_once``: how many are judged beside each other in the small version."""

    name: str
    slug: str
    folders: tuple[Folder, ...]
    draw: Draw
    plain: Path | None = None
    at_once: int = 3

    def programs(self, only: str = "") -> list[Program]:
        """The programs whose name holds ``only``."""
        found = [program for folder in self.folders for program in folder.programs()]
        return [program for program in found if only in program.name]


@dataclass(frozen=True, slots=True)
class Bench:
    """A suite with its problem drawn and its reference made: programs can be judged."""

    sandbox: Sandbox
    runner: Runner
    problem: Problem
    reference: bytes
    plain: Report | None

    def judged(self, source: bytes) -> Report:
        """Judge a source file through the real sandbox."""
        return judged(self.sandbox, self.runner, self.problem, source, self.reference)


def judged(
    sandbox: Sandbox, runner: Runner, problem: Problem, source: bytes, reference: bytes | None
) -> Report:
    """Judge a source file; without a ``reference`` it is made the reference."""
    task = Task(problem, source, seed=b"of this submission", reference=reference, label="test")
    return judge_through(sandbox, runner.judge(task))


def open_bench(suite: Suite, sandbox: Sandbox, home: Path, full: bool = False) -> Bench:
    """Draw the problem below ``home``, and judge the reference and the plain program."""
    problem, runner = suite.draw(home, full), runner_of(suite.slug)
    made = judged(sandbox, runner, problem, tuning.solution(suite.slug, "reference.py"), None)
    assert made.per_example, made.summary
    bench = Bench(sandbox, runner, problem, made.per_example, None)
    plain = bench.judged(suite.plain.read_bytes()) if suite.plain else None
    return Bench(sandbox, runner, problem, made.per_example, plain)


def _ngram(home: Path, full: bool) -> Problem:
    """Its pool is cut to the positions that a file is asked, so that all programs are asked the same."""
    problem = (ngram.full_problem if full else ngram.small_problem)(home / "ngram")
    pool = problem.data / "hidden" / "positions.tsv"
    lines = pool.read_text().splitlines(keepends=True)
    pool.write_text("".join(lines[: problem.params["positions"]]))
    return problem


def _tuning(slug: str, home: Path, full: bool) -> Problem:
    models = tuning.install_base(home / f"{slug}-models")
    if full:
        return tuning.full_problem(slug, home / slug, models)
    # The small version is judged beside other tests, on machines of any speed: no clock decides there.
    problem = tuning.small_problem(slug, home / slug, models)
    limits = replace(problem.limits, wall_seconds=PATIENCE + problem.limits.wall_seconds)
    return replace(problem, limits=limits, params=problem.params | {"training_seconds": PATIENCE})


def _reference(slug: str) -> Path:
    return tuning.SHIPPED / slug / "solutions" / "reference.py"


PLAIN, REWRITING = HERE / "ngram" / "base.py", HERE / "tuning" / "rewriting.py"
NGRAM = Suite(
    "ngram",
    "ngram-language-model",
    (Folder("ngram/programs", base=(PLAIN,)), Folder("ngram/honest", honest=True, base=(PLAIN,))),
    _ngram,
    PLAIN,
    at_once=1,
)
CLASSIFIER, DIALOGUE = (
    Suite(
        name,
        slug,
        (
            Folder(f"tuning/{name}"),
            Folder(f"tuning/{name}/on_reference", base=(_reference(slug), REWRITING)),
            Folder(f"tuning/{name}/honest", honest=True),
        ),
        partial(_tuning, slug),
    )
    for name, slug in (("classifier", tuning.CLASSIFIER), ("dialogue", tuning.DIALOGUE))
)
SUITES = (NGRAM, CLASSIFIER, DIALOGUE)
