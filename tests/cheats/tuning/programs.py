"""The programs that try to pass without full-parameter fine-tuning, the honest ones beside them, and what
each must get: its first line says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from runners.base import Problem, Report, VerdictCode
from sandbox.job import Sandbox
from tests.runners.driving import judge_through
from tests.runners.tuning.problems import CLASSIFIER, DIALOGUE, runner_of, solution, task_of

HERE = Path(__file__).parent
FOLDERS = {CLASSIFIER: HERE / "classifier", DIALOGUE: HERE / "dialogue"}
EXPECTED = re.compile(r'"""Expected: (rejected|bad_artifact), audit (\w+(?: or \w+)*)')


@dataclass(frozen=True, slots=True)
class Program:
    """A program of one problem. ``audits``: one of them must be failed; none of an honest program's may."""

    slug: str
    path: Path
    verdict: VerdictCode | None
    audits: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.relative_to(HERE).with_suffix("").as_posix()

    @property
    def honest(self) -> bool:
        return self.verdict is None


def cheats(slug: str) -> list[Program]:
    """The cheating programs of a problem."""
    return [_cheat(slug, path) for path in sorted(FOLDERS[slug].glob("*.py"))]


def _cheat(slug: str, path: Path) -> Program:
    said = EXPECTED.match(path.read_text(encoding="utf-8"))
    assert said is not None, f"{path} does not say what is expected"
    return Program(slug, path, VerdictCode(said[1]), tuple(said[2].split(" or ")))


def honest(slug: str) -> list[Program]:
    """The honest programs of a problem, with other recipes than the reference's."""
    return [Program(slug, path, None, ()) for path in sorted((FOLDERS[slug] / "honest").glob("*.py"))]


def judged(sandbox: Sandbox, problem: Problem, source: bytes, reference: bytes | None) -> Report:
    """Judge a source through the real sandbox."""
    return judge_through(sandbox, runner_of(problem.slug).judge(task_of(problem, source, reference)))


def reference_of(sandbox: Sandbox, problem: Problem) -> bytes:
    """Make the reference of the problem as it is."""
    report = judged(sandbox, problem, solution(problem.slug, "reference.py"), None)
    assert report.verdict is VerdictCode.ACCEPTED, report.summary
    return report.per_example


def failed_audits(report: Report) -> list[str]:
    """The audits that rejected, the first one first."""
    return [audit.key for audit in report.audits if not audit.passed]


def as_expected(program: Program, report: Report) -> bool:
    """Whether a program got what it must: a cheat its verdict by one of its audits, an honest one no
    finding."""
    failed = failed_audits(report)
    if program.honest:
        return failed == [] and report.verdict in {VerdictCode.ACCEPTED, VerdictCode.WRONG_ANSWER}
    return report.verdict is program.verdict and bool(set(failed) & set(program.audits))
