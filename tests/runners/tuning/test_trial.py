"""What Runs of both kinds of fine-tuning share: parts of the public data, typed lines, means, limits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from runners.base import Text
from runners.finetune_classifier import trial as classifier
from runners.tuning.trial import (
    BESIDE_SECONDS,
    HELD,
    LINE_CHARACTERS,
    MOST_SECONDS,
    MOST_TYPED,
    TRAINED,
    lines_of,
    mean_metric,
    parted,
)
from tests.runners.tuning.problems import CLASSIFIER, task_of
from tests.runners.tuning.tiny_problems import tiny_problem


@pytest.mark.parametrize(("count", "trained", "held"), [(2000, TRAINED, HELD), (200, 150, 50), (50, 38, 12)])
def test_what_is_measured_on_is_not_trained_on(count: int, trained: int, held: int) -> None:
    train, rest = parted(range(count))
    assert (len(train), len(rest)) == (trained, held)
    assert not set(train) & set(rest)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("", []),
        (" a \n\n\tb\n", ["a", "b"]),
        ("x" * 1000, ["x" * LINE_CHARACTERS]),
        ("\n".join(map(str, range(50))), [str(number) for number in range(MOST_TYPED)]),
    ],
)
def test_typed_lines(typed: str, lines: list[str]) -> None:
    assert lines_of(typed) == lines


def test_a_mean_stands_within_its_interval() -> None:
    metric = mean_metric("x", Text("甲", "A"), np.array([0.0, 1.0] * 50), "higher")
    assert metric.low is not None
    assert metric.high is not None
    assert metric.low < 0.5 == metric.value < metric.high


def test_a_run_is_short_and_has_nothing_hidden(tmp_path: Path) -> None:
    problem = tiny_problem(CLASSIFIER, tmp_path)
    planned = classifier.plan(task_of(problem, b"def fine_tune(): ...", None), "很好")
    limits = planned.job.limits
    hidden = (problem.data / "hidden" / "hidden.jsonl").read_bytes().splitlines()
    asked = b"".join(exchange.message for exchange in planned.job.exchanges)
    assert limits.wall_seconds <= MOST_SECONDS + BESIDE_SECONDS
    assert limits.cpu_seconds <= limits.wall_seconds * limits.cpus
    assert not [line for line in hidden if line in asked]
