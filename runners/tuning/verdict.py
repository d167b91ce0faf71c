"""What the verdicts of all kinds share: the audits of the weights in their order, and the report, in which
the audits decide first and then the points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from runners.base import Case, Finding, Group, Metric, Report, Task, Text, VerdictCode
from runners.outcome import rejected
from runners.shown import points
from runners.statistics import BOOTSTRAP_SEED
from runners.tuning import audits
from runners.tuning.reference import Kept
from runners.tuning.training import seed_of

Answers = Mapping[str, Mapping[str, Any]]
Floats = NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class Measured:
    """What a kind made of the answers for the audits that all kinds share.

    ``finite``: no answer was NaN or infinite; ``margins``: of the check lines, see ``audit_canaries``;
    ``twins``: the kind's own finding; ``gap``: see ``audit_batching``.
    """

    finite: bool
    margins: Floats
    twins: Finding
    gap: float


def weight_audits(answers: Answers, kept: Kept, reference: Kept, measured: Measured) -> tuple[Finding, ...]:
    """The audits of the weights, in the order in which they reject."""
    losses = {
        name: np.array([np.nan if loss is None else loss for loss in row])
        for name, row in answers["restored"]["losses"].items()
    }
    return (
        audits.audit_format(),
        audits.audit_finite(bool(answers["weights"]["finite"]) and measured.finite),
        audits.audit_moved(kept.tensors, reference.tensors),
        audits.audit_origin(kept.tensors),
        audits.audit_rank(kept.tensors, losses),
        audits.audit_restore(losses),
        audits.audit_canaries(measured.margins),
        measured.twins,
        audits.audit_batching(measured.gap),
    )


def samples(title: Text, cases: Sequence[Case]) -> Group:
    """What the model says to a few lines of the training file. They earn nothing."""
    return Group("samples", title, 0.0, 0.0, sample=True, cases=tuple(cases))


def drafted(draft: Report, task: Task, key: bytes, kept: Kept, shown: Group) -> Report:
    """The report with what does not depend on the audits; ``key`` is that of the problem's hidden data."""
    seeds = {"train": seed_of(task, key), "bootstrap": BOOTSTRAP_SEED}
    return replace(draft, groups=(shown,), seeds=seeds, per_example=kept.packed())


def finished(draft: Report, task: Task, scored: Quality, found: Sequence[Finding]) -> Report:
    """The report of weights that were scored and audited. A rejected one keeps its metrics, for the
    reader."""
    draft = replace(draft, metrics=scored.metrics, audits=tuple(found))
    if not all(audit.passed for audit in found):
        without = tuple(replace(metric, points=0.0) for metric in scored.metrics)
        return rejected(replace(draft, metrics=without), found)
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
