"""The shipped problem for a GPU: its jobs fit the sandbox, though none is run here."""

from __future__ import annotations

from pathlib import Path

import questions
from questions.problem_package import Package, read_package
from runners.base import Problem, Task
from runners.registry import load_runner
from runners.tuning.base_models import known
from runners.tuning.training import image_of
from sandbox import limits
from sandbox.image_recipes import GPU_IMAGES

SLUG = "review-sentiment-gpu"
TEXTS = 64 * limits.MIB  # far more than a tokenizer, or the questions with all their texts


def package() -> Package:
    return read_package(Path(questions.__file__).parent / "problems" / SLUG)


def problem() -> Problem:
    return package().problem(Path("nowhere"))


def test_gpu_package_is_read_without_its_base_model() -> None:
    config = package().config
    assert (config.lane, config.limits.gpus, load_runner(config.kind).check(problem())) == ("gpu", 1, [])
    assert [solution.verdict for solution in config.solutions].count("accepted") == 1
    assert len(config.solutions) >= 4


def test_gpu_package_asks_for_the_image_with_cuda() -> None:
    assert image_of(Task(problem(), b"", seed=b"", reference=None, label="")) in GPU_IMAGES


def test_weights_of_the_gpu_package_fit_its_limits() -> None:
    """The base in bfloat16 and the weights in float32 go into the trusted job as files."""
    parameters = known(Path("none.toml"))["smollm2-135m"].parameters
    assert parameters is not None
    base, weights = 2 * parameters, 4 * parameters
    assert base + weights + TEXTS <= limits.BOX_BYTES // 2
    assert 2 * weights + TEXTS <= problem().limits.disk_bytes
    assert (
        problem().limits.disk_bytes + 4 * weights <= problem().limits.memory_bytes
    )  # a file there is memory
