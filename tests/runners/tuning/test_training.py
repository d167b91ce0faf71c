"""What is read out of a training job's Result, whatever the candidate put there."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from runners.base import Problem, Report, VerdictCode
from runners.finetune_classifier.plan import plan
from runners.tuning.training import READY, TRAIN, WEIGHTS, Trained, read_training
from runners.tuning.weights import Spec
from sandbox.job import Breach, Outcome, Reply, Result
from tests.runners.tuning.problems import CLASSIFIER, small_problem, solution, task_of

SPEC = Spec({"a": ("F32", (2,))})
GOOD = save({"a": np.ones(2, np.float32)})
OK = b"{}"


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Problem:
    return small_problem(CLASSIFIER, tmp_path_factory.mktemp("data"), models)


def read(result: Result) -> Trained | Report:
    return read_training(SPEC, {"model.safetensors": b"base"}, result)


def result(*answers: bytes, weights: bytes | None = GOOD, outcome: Outcome = Outcome.OK) -> Result:
    replies = [Reply(name, answer, 0.0, 0.0) for name, answer in zip((READY, TRAIN), answers, strict=False)]
    artifacts = {} if weights is None else {WEIGHTS: weights}
    return Result(outcome, replies=tuple(replies), artifacts=artifacts)


def raised(**error: object) -> bytes:
    return json.dumps({"error": error}).encode()


def test_weights_of_the_right_form_go_on() -> None:
    trained = read(result(OK, OK))
    assert isinstance(trained, Trained)
    assert trained.weights == GOOD
    assert trained.draft.base_model == hashlib.sha256(b"base").hexdigest()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            {"type": "ValueError", "message": "no padding token", "line": 12},
            "During training, line 12 of solution.py raised ValueError: no padding token",
        ),
        ({"type": "E", "message": "x" * 400, "line": -1}, f"During training raised E: {'x' * 299}…"),
        ({"type": ["<b>"], "message": None, "line": "7"}, "During training raised Exception"),
        ({"type": "E\x1b[31m", "message": "two\nlines", "line": 1}, None),
    ],
)
def test_an_exception_is_told_in_one_line(error: dict[str, object], said: str | None) -> None:
    report = read(result(OK, raised(**error), weights=None, outcome=Outcome.RUNTIME_ERROR))
    assert isinstance(report, Report)
    assert report.verdict is VerdictCode.RUNTIME_ERROR
    assert said in {None, report.summary.en}
    assert not set("\x1b\n") & set(report.summary.en + report.summary.zh)


def test_no_fine_tune_is_named() -> None:
    report = read(result(b'{"missing": "fine_tune"}', outcome=Outcome.RUNTIME_ERROR))
    assert isinstance(report, Report)
    assert report.summary.en == "solution.py defines no function fine_tune."


def test_the_clock_of_training_alone_is_told() -> None:
    breach = Breach("exchange_wall_seconds", 120, 120.01, TRAIN)
    report = read(replace(result(OK, outcome=Outcome.WALL_TIME), breach=breach))
    assert isinstance(report, Report)
    assert (report.verdict, report.summary.en) == (
        VerdictCode.WALL_TIME_LIMIT,
        "The wall-clock time limit was exceeded: wall-clock time of this stage, 120.00 s allowed, "
        "120.01 s measured, during training.",
    )


@pytest.mark.parametrize(
    ("weights", "verdict"),
    [
        (None, VerdictCode.BAD_ARTIFACT),
        (b"PK\x03\x04", VerdictCode.BAD_ARTIFACT),
        (save({"b": np.ones(2, np.float32)}), VerdictCode.REJECTED),
    ],
)
def test_other_weights_end_here(weights: bytes | None, verdict: VerdictCode) -> None:
    report = read(result(OK, OK, weights=weights))
    assert isinstance(report, Report)
    assert (report.verdict, report.score) == (verdict, 0.0)


def test_a_file_trains_with_its_own_seed_and_check_lines_in_every_submission(problem: Problem) -> None:
    source = solution(CLASSIFIER, "reference.py")
    one = plan(task_of(problem, source)).job
    again = plan(replace(task_of(problem, source), seed=b"another submission")).job
    other = plan(task_of(problem, source + b"\n")).job
    assert one.exchanges == again.exchanges
    assert one.exchanges != other.exchanges


def test_no_hidden_text_is_in_the_training_job(problem: Problem) -> None:
    planned = plan(task_of(problem, b""))
    carried = b"".join(
        [*(file.content for file in planned.job.files), *(one.message for one in planned.job.exchanges)]
    )
    messages = [json.dumps(one.text, ensure_ascii=False)[1:-1].encode() for one in planned.drawn.hidden]
    assert [text for text in messages if text in carried] == []
    assert [one.name for one in planned.job.exchanges if one.hidden] == []
