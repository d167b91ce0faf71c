"""A model of 135 million parameters on the whole path of the kind, in small and on a processor: it trains,
its weights of 538 MB come out, and the judge's own job puts every question to them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runners.base import VerdictCode
from runners.tuning.base_models import fetch, known
from sandbox.docker_engine import DockerSandbox
from sandbox.job import Job, Result
from tests.runners.driving import judge_through
from tests.runners.tuning.problems import SECRET, runner_of, shipped, solution, task_of

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.whole_machine, pytest.mark.timeout(1800)]

SLUG, MODEL = "review-sentiment-gpu", "smollm2-135m"
SMALL = {
    "train_examples": 60,
    "hidden_examples": 50,
    "twins": 20,
    "canaries": 4,
    "canary_repeats": 1,
    "max_tokens": 32,
    "probes": 16,
    "training_seconds": 600,
}
AUDITS = ["format", "finite", "moved", "origin", "rank", "restore", "canaries", "twins", "batching"]
TAUGHT = {"format", "finite", "moved", "rank", "origin", "batching"}  # what so few steps are enough for


def in_small(source: bytes) -> bytes:
    """The reference solution with one epoch of batches that two processors can bear."""
    text = source.decode()
    for line, small in (("EPOCHS = 2", "EPOCHS = 1"), ("BATCH = 32", "BATCH = 8"), ("= 256", "= 32")):
        assert line in text
        text = text.replace(line, small)
    return text.encode()


def test_a_model_of_135_million_parameters_is_tuned_and_audited(
    sandbox: DockerSandbox, tmp_path: Path
) -> None:
    def run(job: Job) -> Result:
        return sandbox.run(job, lambda event: None, lambda: False)

    fetch(known(tmp_path / "none.toml")[MODEL], tmp_path / "models", run, print)
    problem = shipped(SLUG).problem(tmp_path / "data", tmp_path / "models")
    limits = replace(problem.limits, cpu_seconds=1200, wall_seconds=700, cpus=2, gpus=0)
    problem = replace(problem, limits=limits, params={**problem.params, **SMALL})
    runner_of(SLUG).prepare(problem, SECRET)
    source = in_small(solution(SLUG, "reference.py"))
    report = judge_through(sandbox, runner_of(SLUG).judge(task_of(problem, source)))
    assert report.verdict in {VerdictCode.ACCEPTED, VerdictCode.REJECTED}, report.summary.en
    assert [one.key for one in report.audits] == AUDITS
    assert {one.key for one in report.audits if one.passed} >= TAUGHT, [
        one.evidence.en for one in report.audits if not one.passed
    ]
