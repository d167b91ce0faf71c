"""Puts the report of a scored training together: the audits decide first, then the points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from runners.base import Finding, Metric, Report, Task, Text, VerdictCode
from runners.outcome import rejected
from runners.shown import points


class Quality(Protocol):
    """What a kind's scorer measured: metrics, the sum of their points, and its 95% interval."""

    @property
    def metrics(self) -> tuple[Metric, ...]: ...
    @property
    def points(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def finished(draft: Report, task: Task, scored: Quality, audits: Sequence[Finding]) -> Report:
    """The report of weights that were scored and audited. A rejected one keeps its metrics, for the
    reader."""
    draft = replace(draft, metrics=scored.metrics, audits=tuple(audits))
    if not all(audit.passed for audit in audits):
        without = tuple(replace(metric, points=0.0) for metric in scored.metrics)
        return rejected(replace(draft, metrics=without), audits)
    score, mark = points(scored.points), task.problem.pass_mark
    accepted = score >= mark
    return replace(
        draft,
        verdict=VerdictCode.ACCEPTED if accepted else VerdictCode.WRONG_ANSWER,
        score=score,
        score_low=min(score, points(scored.low)),
        score_high=max(score, points(scored.high)),
        summary=Text(
            f"得分 {score:g}，满分 100" + ("。" if accepted else f"；通过需 {mark:g} 分。"),
            f"Score {score:g} of 100" + ("." if accepted else f"; to pass: {mark:g}."),
        ),
    )
