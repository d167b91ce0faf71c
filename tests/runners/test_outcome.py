"""Every way in which a job can end is put into a verdict and a sentence with the measured value."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import sandbox
from runners.base import Text, VerdictCode
from runners.outcome import (
    LIMIT_NAMES,
    SHOWN_OUTPUT_BYTES,
    Ending,
    amount,
    ending,
    plain_text,
    visible_output,
)
from sandbox.job import Breach, Outcome, Result

STAGES = {"train": Text("训练", "training")}


def test_ending_of_a_job_that_went_well_is_none() -> None:
    assert ending(Result(Outcome.OK), STAGES) is None


def test_ending_names_limit_allowed_measured_and_stage() -> None:
    breach = Breach("cpu_seconds", allowed=10, measured=10.25, exchange="train")
    assert ending(Result(Outcome.CPU_TIME, breach=breach), STAGES) == Ending(
        VerdictCode.CPU_TIME_LIMIT,
        Text(
            "超出 CPU 时间限制：CPU 时间允许 10.00 s，实测 10.25 s（在“训练”阶段）。",
            "The CPU time limit was exceeded: CPU time, 10.00 s allowed, 10.25 s measured, during training.",
        ),
    )


@pytest.mark.parametrize(
    ("result", "verdict", "english"),
    [
        (
            Result(Outcome.RUNTIME_ERROR, exit_code=3, during="train"),
            VerdictCode.RUNTIME_ERROR,
            "The program ended abnormally: exit code 3, during training.",
        ),
        (
            Result(Outcome.RUNTIME_ERROR, signal=11),
            VerdictCode.RUNTIME_ERROR,
            "The program ended abnormally: killed by SIGSEGV.",
        ),
        (
            Result(Outcome.MEMORY, breach=Breach("memory_bytes", 2**30, 2**30 + 2**29)),
            VerdictCode.MEMORY_LIMIT,
            "The memory limit was exceeded: memory, 1.0 GiB allowed, 1.5 GiB measured.",
        ),
        (
            Result(Outcome.WALL_TIME, during="unknown"),
            VerdictCode.WALL_TIME_LIMIT,
            "The wall-clock time limit was exceeded.",
        ),
        (
            Result(Outcome.OUTPUT, breach=Breach("output_bytes", 1024, 2000)),
            VerdictCode.OUTPUT_LIMIT,
            "The output limit was exceeded: output, 1.0 KiB allowed, 2.0 KiB measured.",
        ),
        (
            Result(Outcome.BAD_ARTIFACT, reason="ended before answering", signal=9),
            VerdictCode.BAD_ARTIFACT,
            "What came back is not acceptable: ended before answering.",
        ),
        (Result(Outcome.CANCELLED, during="train"), VerdictCode.CANCELLED, "Cancelled."),
    ],
)
def test_ending_of_each_outcome(result: Result, verdict: VerdictCode, english: str) -> None:
    found = ending(result, STAGES, shown=("train", ""))
    assert found is not None
    assert (found.verdict, found.summary.en) == (verdict, english)


@pytest.mark.parametrize(
    ("result", "english"),
    [
        (Result(Outcome.RUNTIME_ERROR, exit_code=3), "The program ended abnormally."),
        (Result(Outcome.RUNTIME_ERROR, signal=11), "The program ended abnormally."),
        (
            Result(Outcome.OUTPUT, breach=Breach("output_bytes", 1024, 2000)),
            "The output limit was exceeded: output, larger than the 1.0 KiB allowed.",
        ),
        (
            Result(Outcome.BAD_ARTIFACT, breach=Breach("reply_bytes", 1024, 2**40)),
            "What came back is not acceptable: reply size, larger than the 1.0 KiB allowed.",
        ),
        (
            Result(Outcome.WALL_TIME, breach=Breach("wall_seconds", 1, 1.25)),
            "The wall-clock time limit was exceeded: wall-clock time, 1.00 s allowed, 1.25 s measured.",
        ),
    ],
)
def test_ending_in_a_hidden_stage_tells_nothing_that_the_candidate_chose(
    result: Result, english: str
) -> None:
    found = ending(result, STAGES, shown=("train", ""))
    hidden = ending(replace(result, during="hidden"), STAGES, shown=("train",))
    assert hidden is not None
    assert hidden.summary.en == english
    assert found is not None
    assert (found.summary == hidden.summary) is (result.outcome is Outcome.WALL_TIME)


def breach_names() -> set[str]:
    """The limits that the sandbox's source names as broken: the first of three in a row."""
    sources = [path.read_text() for path in Path(sandbox.__file__).parent.rglob("*.py")]
    rows = [node for text in sources for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Tuple)]
    firsts = [row.elts[0] for row in rows if len(row.elts) == 3]
    names = {one.value for one in firsts if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {name for name in names if name.endswith(("_seconds", "_bytes")) or name == "files"}


def test_every_limit_that_the_sandbox_names_has_words() -> None:
    assert breach_names() == set(LIMIT_NAMES)


def test_amount_has_the_unit_that_the_limit_tells() -> None:
    quantities = [("cpu_seconds", 1.0), ("reply_bytes", 12), ("disk_bytes", 3 * 1024**2), ("processes", 64)]
    assert [amount(*quantity) for quantity in quantities] == ["1.00 s", "12 B", "3.0 MiB", "64"]


def test_plain_text_replaces_control_characters_and_bad_utf8() -> None:
    assert plain_text(b"a\tb\n\x1b[2J\x00\xff") == "a\tb\n\ufffd[2J\ufffd\ufffd"


def test_visible_output_is_cut_and_says_how_much_is_missing() -> None:
    result = Result(Outcome.OK, stdout=b"x" * (SHOWN_OUTPUT_BYTES + 5), stderr=b"oops")
    assert visible_output(result) == "x" * SHOWN_OUTPUT_BYTES + "\n[... 5 bytes more]\noops"
