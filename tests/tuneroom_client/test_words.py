"""Curves and verdicts in lines of text."""

from __future__ import annotations

from typing import Any

import pytest

from tuneroom_client.words import WIDTH, spark, verdict_lines


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([], ""),
        ([None], ""),
        ([1.0], "▁"),
        ([0.0, 7.0], "▁█"),
        ([2.0, None, 1.0, 0.0], "█▅▁"),
        ([3.0, 3.0], "▁▁"),
    ],
)
def test_a_curve_in_one_line(values: list[float | None], line: str) -> None:
    assert spark(values) == line


def test_a_long_curve_shows_its_end() -> None:
    assert spark([float(number) for number in range(100)])[-1] == "█"
    assert len(spark([float(number) for number in range(100)])) == WIDTH


def verdict(code: str, *groups: dict[str, Any]) -> dict[str, Any]:
    said = {"zh": "说", "en": "Said"}
    blank = {"score": 40.0, "summary": said, "metrics": [], "audits": [], "output": ""}
    return blank | {"verdict": code, "groups": list(groups)}


def group(key: str, *cases: dict[str, Any], sample: bool) -> dict[str, Any]:
    return {"key": key, "title": {"zh": key, "en": key.title()}, "sample": sample, "cases": list(cases)}


def case(*, passed: bool, **given: Any) -> dict[str, Any]:
    blank = {"title": {"zh": "例", "en": "One"}, "message": None, "given": "", "expected": "", "got": ""}
    return blank | {"passed": passed} | given


@pytest.mark.parametrize(
    ("code", "head"),
    [
        ("wrong_answer", "wrong_answer · 40 / 100"),
        ("cancelled", "cancelled"),
        ("judge_error", "judge_error"),
    ],
)
def test_what_does_not_count_has_no_score(code: str, head: str) -> None:
    assert verdict_lines(verdict(code), "en", score=True) == [head, "Said"]


def test_a_failed_sample_is_told_in_full_and_a_hidden_test_in_words() -> None:
    shown = {"given": "f(1)\nf(2)", "expected": "2", "got": "3"}
    wrong = {"message": {"zh": "错", "en": "wrong"}}
    samples = group("samples", case(passed=True, **shown), case(passed=False, **shown, **wrong), sample=True)
    hidden = group("hidden", case(passed=False, **wrong), sample=False)
    long = case(passed=True, given="f(1)\nf(2)\n", got="3")
    typed = group("typed", case(passed=True, given="x\n", got="y"), long, sample=True)
    assert verdict_lines(verdict("wrong_answer", samples, hidden, typed), "en", score=False)[2:] == [
        "  ✗ Samples: 1 / 2",
        "      One: wrong",
        "        Given:\n          f(1)\n          f(2)",
        "        Expected:\n          2",
        "        Got, from your program:\n          3",
        "  ✗ Hidden: 0 / 1",
        "      One: wrong",
        "  ✓ Typed: 2 / 2",
        "      x → y",
        "        Given:\n          f(1)\n          f(2)",
        "        Got, from your program:\n          3",
    ]
