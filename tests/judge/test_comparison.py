"""What changed from one verdict to another."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from judge import comparison
from judge.comparison import AuditChange, Measured, ResourceChange
from runners.base import Case, Finding, Group, Metric, Text
from tests.rows import new_verdict


def metric(value: float | None, low: float | None = None, high: float | None = None, **fields: Any) -> Any:
    title = Text("困惑度", "Perplexity")
    return asdict(Metric("ppl", title, value, low, high, fields.pop("better", "lower"), **fields))


def group(**passed: bool) -> Any:
    cases = tuple(Case(Text(name, name), passed=result) for name, result in passed.items())
    points = float(sum(passed.values()))
    return asdict(Group("all", Text("测试", "Tests"), points, 4.0, sample=False, cases=cases))


@pytest.mark.parametrize(
    ("better", "old", "new", "improved"),
    [("lower", 9.0, 8.0, True), ("higher", 9.0, 8.0, False), ("lower", 9.0, 9.0, None)],
)
def test_whether_a_metric_improved(better: str, old: float, new: float, improved: bool | None) -> None:
    (change,) = comparison.compare_metrics(
        new_verdict(metrics=[metric(old, better=better)]), new_verdict(metrics=[metric(new, better=better)])
    )
    assert (change.by, change.improved, change.overlap) == (new - old, improved, None)


@pytest.mark.parametrize(("low", "overlap"), [(8.5, True), (9.0, True), (9.1, False)])
def test_whether_intervals_overlap(low: float, overlap: bool) -> None:
    (change,) = comparison.compare_metrics(
        new_verdict(metrics=[metric(8.0, 7.0, 9.0)]), new_verdict(metrics=[metric(10.0, low, 11.0)])
    )
    assert change.overlap is overlap


def test_a_metric_of_one_side_only_is_there_without_a_difference() -> None:
    (change,) = comparison.compare_metrics(new_verdict(), new_verdict(metrics=[metric(8.0, 7.0, 9.0)]))
    assert (change.old, change.by, change.improved, change.overlap) == (Measured(), None, None, None)


def test_the_score_is_of_one_hundred() -> None:
    change = comparison.compare_scores(new_verdict(score=40.0), new_verdict(score=60.5, score_low=60.0))
    assert (change.is_score, change.by, change.floor, change.reference) == (True, 20.5, 0.0, 100.0)


def test_which_cases_were_mended_and_which_broke() -> None:
    old, new = group(a=True, b=False, c=False), group(a=False, b=True, c=False)
    (change,) = comparison.compare_groups(new_verdict(groups=[old]), new_verdict(groups=[new]))
    assert ([one["en"] for one in change.mended], [one["en"] for one in change.broken]) == (["b"], ["a"])
    assert change.changed


def test_a_group_that_is_the_same_has_not_changed() -> None:
    (change,) = comparison.compare_groups(
        new_verdict(groups=[group(a=True)]), new_verdict(groups=[group(a=True)])
    )
    assert not change.changed


def test_a_new_group_has_nothing_mended_and_nothing_broken() -> None:
    (change,) = comparison.compare_groups(new_verdict(), new_verdict(groups=[group(a=True, b=False)]))
    assert (change.old, change.mended, change.broken, change.changed) == (None, [], [], True)


def test_only_audits_that_came_out_otherwise_are_listed() -> None:
    def finding(key: str, *, passed: bool) -> Any:
        return asdict(Finding(key, Text(key, key), passed=passed, evidence=Text("", "")))

    old = new_verdict(audits=[finding("same", passed=True), finding("turned", passed=True)])
    new = new_verdict(audits=[finding("same", passed=True), finding("turned", passed=False)])
    assert comparison.compare_audits(old, new) == [AuditChange({"zh": "turned", "en": "turned"}, True, False)]


def test_resources_have_a_ratio_where_both_were_measured() -> None:
    old, new = (
        new_verdict(resources={"cpu_seconds": 2.0}),
        new_verdict(resources={"cpu_seconds": 3.0, "wall_seconds": 1.0}),
    )
    changes = comparison.compare_resources(old, new)
    assert changes == [ResourceChange("cpu_seconds", 2.0, 3.0), ResourceChange("wall_seconds", None, 1.0)]
    assert [change.ratio for change in changes] == [1.5, None]
