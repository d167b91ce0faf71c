"""Curves and verdicts in lines of text."""

from __future__ import annotations

import pytest

from tuneroom_client.words import WIDTH, spark


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
