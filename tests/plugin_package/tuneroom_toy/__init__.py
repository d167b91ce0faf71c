"""The kind ``echo``: a program reads a question and must answer with the same bytes.

A question comes on descriptor 3 and its answer goes to 4, each an 8-byte big-endian length and that
many bytes.
"""

from __future__ import annotations

import hmac

from pydantic import BaseModel, ConfigDict, Field

from runners.base import Case, Fault, Group, Judging, Problem, Report, ScoreRow, Task, Text, VerdictCode
from runners.outcome import ending, visible_output
from sandbox.job import Exchange, File, Job, Result

ECHO = Text("回声", "Echo")


class Table(BaseModel):
    """The table ``[echo]``: how many lines are asked."""

    model_config = ConfigDict(extra="forbid")

    questions: int = Field(ge=1)


class EchoRunner:
    """See ``runners.base.Runner``."""

    kind = "echo"
    table = Table
    title = ECHO
    max_source_bytes = 4096
    typed = Text("要回声的一行", "A line to echo")

    def check(self, problem: Problem) -> list[Fault]:
        """Return what is wrong with the scoring table."""
        only = Text("只能有一个键 echo", "the only key must be echo")
        return [] if set(problem.scoring) == {"echo"} else [Fault(only, ("scoring",))]

    def prepare(self, problem: Problem, secret: bytes) -> None:
        """Draw the secret from which questions are made."""
        hidden = problem.data / "hidden"
        hidden.mkdir(parents=True, exist_ok=True)
        (hidden / "key").write_bytes(hmac.digest(secret, problem.slug.encode(), "sha256"))

    def judge(self, task: Task) -> Judging:
        """Ask every line in one job."""
        key = (task.problem.data / "hidden" / "key").read_bytes()
        count = task.problem.params["questions"]
        lines = [hmac.digest(key, task.seed + bytes([i]), "sha256") for i in range(count)]
        return _report(task, lines, (yield _job(task, lines, hidden=True)))

    def try_out(self, task: Task, typed: str) -> Judging:
        """Ask one line, the candidate's own if there is one. Nothing is hidden."""
        lines = [typed.encode() or b"hello"]
        return _report(task, lines, (yield _job(task, lines, hidden=False)))

    def scoring_rows(self, problem: Problem) -> tuple[ScoreRow, ...]:
        """One row: everything echoed."""
        return (ScoreRow(ECHO, problem.scoring["echo"], Text("每一行都原样返回", "Every line comes back")),)


def _job(task: Task, lines: list[bytes], *, hidden: bool) -> Job:
    asked = [Exchange(f"line {i}", line, len(line), hidden=hidden) for i, line in enumerate(lines)]
    return Job(
        image="base",
        argv=("python3", "-I", "/box/solution.py"),
        limits=task.problem.limits,
        files=(File("solution.py", task.source),),
        exchanges=tuple(asked),
        label=task.label,
    )


def _report(task: Task, lines: list[bytes], result: Result) -> Report:
    """Accepted when every line came back as it was."""
    ended = ending(result, {})
    replies = [reply.content for reply in result.replies]
    right = sum(line == reply for line, reply in zip(lines, replies, strict=False))
    passed = ended is None and right == len(lines)
    summary = Text(f"{len(lines)} 行中有 {right} 行正确。", f"{right} of {len(lines)} lines came back.")
    points = task.problem.scoring["echo"] if passed else 0.0
    verdict = VerdictCode.ACCEPTED if passed else VerdictCode.WRONG_ANSWER
    return Report(
        verdict=ended.verdict if ended else verdict,
        score=points,
        summary=ended.summary if ended else summary,
        groups=(Group("echo", ECHO, points, task.problem.scoring["echo"], False, (Case(ECHO, passed),)),),
        usage=result.usage,
        output=visible_output(result),
    )


RUNNER = EchoRunner()
