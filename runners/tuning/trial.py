"""A Run of a kind of fine-tuning: the candidate's program trains on a small part of the public data, and the
weights are asked about public examples that it did not see, and about what the candidate typed.

Here is what all such kinds share. Nothing is audited and nothing earns points.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from runners.base import Case, Group, Metric, Report, Task, Text, VerdictCode
from runners.limits import shortened
from runners.shown import shown_metric
from runners.statistics import bootstrap_means, interval
from runners.tuning.base import base_of
from runners.tuning.params import TuningParams
from runners.tuning.training import training_job
from runners.tuning.verdict import Floats
from runners.tuning.weights import Spec, spec_of
from sandbox.job import Job

SEED = 0
TRAINED, HELD, SHOWN = 400, 100, 4  # examples: to train on, to measure on, of these to show
MOST_SECONDS = 60.0
BESIDE_SECONDS = 30.0  # beside the training, for imports and for what is brought back
MOST_TYPED = 10  # lines
LINE_CHARACTERS = 300
Example = TypeVar("Example")


@dataclass(frozen=True, slots=True)
class Base:
    """The problem's base model, and the form that weights must have."""

    files: dict[str, bytes]
    spec: Spec


def open_base(task: Task, classes: int = 0) -> Base:
    """The base model of the task's problem.

    Raises:
        SandboxError: it is not installed.
    """
    files = base_of(task.problem)
    architecture = json.loads(files["config.json"])["model_type"]
    return Base(files, spec_of(files["model.safetensors"], architecture, classes=classes))


def parted(public: Sequence[Example]) -> tuple[Sequence[Example], Sequence[Example]]:
    """Examples to train on and others to measure on. Their order was drawn already."""
    held = min(HELD, len(public) // 4)
    return public[: min(TRAINED, len(public) - held)], public[-held:]


def job_of(task: Task, params: TuningParams, base: Base, rows: bytes) -> Job:
    """The training job of a Run."""
    seconds = min(params.training_seconds, MOST_SECONDS)
    short = params.model_copy(update={"training_seconds": seconds})
    job = training_job(task, short, base.files, base.spec, rows, SEED)
    wall = seconds + BESIDE_SECONDS
    return replace(job, limits=shortened(job.limits, wall * job.limits.cpus, wall))


def lines_of(typed: str) -> list[str]:
    """What was typed, one text a line."""
    lines = [line.strip()[:LINE_CHARACTERS] for line in typed.splitlines() if line.strip()]
    return lines[:MOST_TYPED]


def mean_metric(
    key: str,
    title: Text,
    values: Floats,
    better: Literal["lower", "higher"],
    of_mean: Callable[[float], float] = float,
) -> Metric:
    """A mean over the held examples, with its interval, both put through a rising function. ``values``:
    (examples,)."""
    low, high = interval(bootstrap_means(values[:, None])[:, 0], of_mean)
    value = of_mean(float(values.mean()))
    note = Text(
        f"在 {len(values)} 条没有参与训练的公开样例上",
        f"on {len(values)} public examples kept out of training",
    )
    return shown_metric(Metric(key, title, value, low, high, better, note=note))


def finished(
    draft: Report, trained: int, metrics: Sequence[Metric], shown: Sequence[Case], typed: Sequence[Case]
) -> Report:
    """The report of weights that were asked."""
    groups = [
        Group(
            "samples",
            Text("没有参与训练的公开样例", "Public examples kept out of training"),
            0.0,
            0.0,
            True,
            tuple(shown),
        )
    ]
    if typed:
        groups.insert(0, Group("typed", Text("你的输入", "Your input"), 0.0, 0.0, True, tuple(typed)))
    return replace(
        draft,
        verdict=VerdictCode.ACCEPTED,
        groups=tuple(groups),
        metrics=tuple(metrics),
        seeds={"train": SEED},
        summary=Text(
            f"在 {trained} 条公开样例上完成了训练，权重形式合格。",
            f"Trained on {trained} public examples; the weights have the right form.",
        ),
    )
