"""What a kind of problem is: it plans jobs for the sandbox and turns their results into a report.

A runner never calls the sandbox, the database or the queue: ``judge`` is a generator that yields
Jobs, is sent their Results, and returns a Report, so a test drives it with hand-written Results.
This module holds no kind of its own and no Django.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from sandbox.job import Job, Limits, Result, Usage


class VerdictCode(StrEnum):
    """The eleven verdicts."""

    ACCEPTED = "accepted"
    WRONG_ANSWER = "wrong_answer"
    REJECTED = "rejected"
    RUNTIME_ERROR = "runtime_error"
    CPU_TIME_LIMIT = "cpu_time_limit"
    WALL_TIME_LIMIT = "wall_time_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    BAD_ARTIFACT = "bad_artifact"
    CANCELLED = "cancelled"
    JUDGE_ERROR = "judge_error"


class Standing(StrEnum):
    """How a measured quantity stands to the reference's on the same examples."""

    BETTER = "better"
    ON_PAR = "on_par"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages. Chinese and English are equals."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Case:
    """One test. ``given``, ``expected`` and ``got`` are plain text and empty unless the case may be
    shown; ``message`` says in words what went wrong and may always be shown. ``typed`` is what a candidate
    would type to try the same in a Run, "" where nothing is."""

    title: Text
    passed: bool
    given: str = ""
    expected: str = ""
    got: str = ""
    message: Text | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Tests that belong together. ``sample`` groups show their cases' input and output."""

    key: str
    title: Text
    points: float
    max_points: float
    sample: bool
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """A measured quantity with its 95 % confidence interval and what it is compared with.

    ``standing`` compares with the reference in words, by a paired test: a difference that chance alone
    would give more often than once in 20 times is ``on_par``; None where nothing was compared.
    ``floor`` earns no points and ``reference`` earns all of ``max_points``; ``of_reference`` is
    where the value lies between them (1.0 = the reference, above 1.0 = better).
    """

    key: str
    title: Text
    value: float | None
    low: float | None
    high: float | None
    better: Literal["lower", "higher"]
    floor: float | None = None
    reference: float | None = None
    of_reference: float | None = None
    points: float = 0.0
    max_points: float = 0.0
    note: Text | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one audit, with the measured evidence in words."""

    key: str
    title: Text
    passed: bool
    evidence: Text


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of the scoring table that a candidate reads before submitting."""

    title: Text
    points: float
    rule: Text


@dataclass(frozen=True, slots=True)
class Report:
    """What a runner says of one submission. ``per_example`` is kept when this is the reference run,
    and handed to later judgements as ``Task.reference``; the judge does not look inside. ``base_model`` is
    the SHA-256 of the weights that training started from, "" where there are none."""

    verdict: VerdictCode
    score: float
    summary: Text
    score_low: float | None = None
    score_high: float | None = None
    groups: tuple[Group, ...] = ()
    metrics: tuple[Metric, ...] = ()
    audits: tuple[Finding, ...] = ()
    usage: Usage = Usage()
    output: str = ""
    seeds: Mapping[str, int | str] = field(default_factory=dict)
    per_example: bytes = b""
    base_model: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One version of a problem as a runner sees it.

    ``package`` is the read-only folder of the package; ``data`` is this installation's folder for
    it, where ``prepare`` puts ``public/`` and ``hidden/``; ``models`` is the installation's folder of
    base models; ``params`` is the table of problem.toml that carries the kind's name.
    """

    slug: str
    version: str
    package: Path
    data: Path
    limits: Limits
    pass_mark: float
    scoring: Mapping[str, float]
    params: Mapping[str, Any]
    models: Path = Path()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a package, and where: a key of ``problem.toml``, or another file."""

    why: Text
    key: tuple[str, ...] = ()
    file: str = "problem.toml"


@dataclass(frozen=True, slots=True)
class Task:
    """One submission to judge. ``seed`` is secret and belongs to this submission: the same
    submission always gets the same ids and orders. ``reference`` is None only while the
    reference itself is being made."""

    problem: Problem
    source: bytes
    seed: bytes
    reference: bytes | None
    label: str = ""


Judging = Generator[Job, Result, Report]


class Runner(Protocol):
    """One kind of problem. Registered by an entry point in ``tuneroom.runners``."""

    kind: str
    title: Text
    max_source_bytes: int
    typed: Text | None
    """What a candidate may type for a Run, and how; None when the kind takes nothing."""

    @property
    def table(self) -> type[BaseModel]:
        """What the kind's own table of ``problem.toml`` must be."""
        ...

    def check(self, problem: Problem) -> list[Fault]:
        """Return what is wrong with the package's ``scoring``, and with ``params`` beyond what ``table`` says
        of them, which they fit; [] when all is well."""
        ...

    def prepare(self, problem: Problem, secret: bytes) -> None:
        """Draw this installation's public and hidden data into ``problem.data``. Drawing twice with
        the same secret gives the same files."""
        ...

    def judge(self, task: Task) -> Judging:
        """Yield the jobs to run, receive each Result, return the Report."""
        ...

    def try_out(self, task: Task, typed: str) -> Judging:
        """A Run: as ``judge``, but on ``public/`` and on what the candidate ``typed`` alone, within seconds.
        It must work where there is no ``hidden/``, and shows everything. ``task`` has no seed and no
        reference."""
        ...

    def scoring_rows(self, problem: Problem) -> tuple[ScoreRow, ...]:
        """Rows of the statement's scoring table: what earns points, and by which rule."""
        ...
