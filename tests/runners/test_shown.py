"""What is shown has no more digits than it may have."""

from __future__ import annotations

import pytest

from runners.base import Metric, Text
from runners.shown import measured, share, shown_metric, shown_usage
from sandbox.job import Outcome, Result, Usage


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5432.1987, 5432.0),
        (98765.4, 98770.0),
        (57.32198, 57.32),
        (0.2134987, 0.213),
        (0.0, 0.0),
    ],
)
def test_measured_keeps_four_digits_and_three_decimals(value: float, shown: float) -> None:
    assert measured(value) == shown


def test_share_is_in_whole_percent_and_never_hides_one() -> None:
    assert [share(part, 1000) for part in (0, 1, 14, 1000)] == ["0 %", "< 1 %", "1 %", "100 %"]


def test_shown_metric_rounds_every_number() -> None:
    text = Text("题", "title")
    exact = Metric(
        *("key", text, 57.32198, 50.12345, 60.98765, "lower"),
        *(812.34567, 41.23456, 0.912345, 45.61725, 50.0),
    )
    rounded = Metric(
        *("key", text, 57.32, 50.12, 60.99, "lower"),
        *(812.3, 41.23, 0.912, 45.6, 50.0),
    )
    assert shown_metric(exact) == rounded


def test_shown_usage_counts_only_output_that_may_be_seen() -> None:
    used = Usage(1.23456, 2.34567, 5 * 1024 * 1024 + 4321, 999)
    found = shown_usage(Result(Outcome.OK, usage=used, stdout=b"abc", stderr=b"de"))
    assert (found.cpu_seconds, found.wall_seconds, found.output_bytes) == (1.23, 2.35, 5)
    assert found.peak_memory_bytes % (1024 * 1024 // 10) == 0
    assert abs(found.peak_memory_bytes - used.peak_memory_bytes) <= 1024 * 1024 // 20
