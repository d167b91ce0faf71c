"""Which points of a reported curve are kept, in which form, and when they are stored."""

from __future__ import annotations

import pytest

from judge import limits
from judge.curves import LiveCurve, Points, Series, Trace
from sandbox.job import Point


def losses(count: int) -> list[Point]:
    return [Point(step, (("loss", 1.0 / (step + 1)),)) for step in range(count)]


def test_trace_keeps_everything_while_it_is_little() -> None:
    found = Trace(losses(3)).points()
    assert found == Points([0, 1, 2], [Series("loss", [1.0, 0.5, 0.333333])], 3)


def test_trace_of_nothing_is_empty() -> None:
    assert Trace().points() == Points([], [], 0)


@pytest.mark.parametrize(
    "count", [limits.CURVE_POINTS, 3 * limits.CURVE_POINTS, 10 * limits.CURVE_POINTS + 7]
)
def test_trace_thins_evenly_and_keeps_first_and_latest(count: int) -> None:
    found = Trace(losses(count)).points()
    distances = {after - before for before, after in zip(found.steps, found.steps[1:-1], strict=False)}
    assert (len(distances), found.steps[0], found.steps[-1]) == (1, 0, count - 1)
    assert limits.CURVE_POINTS // 2 <= len(found.steps) <= limits.CURVE_POINTS
    assert found.reported == count


def test_trace_keeps_what_is_reported_seldom() -> None:
    points = losses(4 * limits.CURVE_POINTS)
    epochs = [Point(step, (("accuracy", step / 1e4),)) for step in range(99, len(points), 100)]
    mixed = sorted([*points, *epochs], key=lambda point: point.step)
    found = Trace(mixed).points()
    assert [one.name for one in found.series] == ["loss", "accuracy"]
    assert sum(value is not None for value in found.series[1].values) == len(epochs)


def test_trace_puts_loss_first_and_the_rest_as_they_came() -> None:
    points = [Point(1, (("lr", 0.1), ("norm", 2.0))), Point(2, (("loss", 3.0),))]
    assert [one.name for one in Trace(points).points().series] == ["loss", "lr", "norm"]


def test_trace_makes_one_row_of_one_step() -> None:
    points = [Point(1, (("loss", 3.0),)), Point(1, (("accuracy", 0.5),)), Point(1, (("loss", 2.0),))]
    found = Trace(points).points()
    assert found.columns() == {
        "steps": [1, 1],
        "series": [["loss", [3.0, 2.0]], ["accuracy", [0.5, None]]],
    }


def test_trace_puts_steps_in_order() -> None:
    assert Trace([*losses(3)[::-1]]).points().steps == [0, 1, 2]


def test_trace_holds_against_names_without_end() -> None:
    trace = Trace(Point(step, ((f"name {step}", 1.0),)) for step in range(3 * limits.CURVE_POINTS))
    trace.add(Point(0, (("loss", 1.0),)))
    found = trace.points()
    assert (len(found.series), found.series[0].name) == (limits.CURVE_SERIES + 1, "loss")
    assert len(found.steps) <= limits.CURVE_POINTS


def test_trace_holds_against_sets_of_names_without_end() -> None:
    names = [f"n{bit}" for bit in range(limits.CURVE_SERIES)]
    points = (
        Point(step, tuple((name, 1.0) for bit, name in enumerate(names) if step >> bit & 1))
        for step in range(3 * limits.CURVE_POINTS)
    )
    assert len(Trace(points).points().steps) <= limits.CURVE_POINTS


def test_names_become_short_plain_text() -> None:
    name = "a\nb\u202e" + "x" * 100
    (one,) = Trace([Point(1, ((name, 1.0),))]).points().series
    assert (
        one.name == ("a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}" + "x" * 100)[: limits.CURVE_NAME]
    )


def test_columns_are_read_back_as_they_were() -> None:
    points = Trace(losses(5)).points()
    assert Points.of_columns(points.columns(), points.reported) == points


@pytest.mark.parametrize(
    ("count", "at_most", "steps"),
    [(0, 5, []), (1, 5, [0]), (3, 5, [0, 1, 2]), (9, 5, [0, 2, 4, 6, 8]), (4, 1, [3])],
)
def test_rows_are_evenly_chosen_and_end_with_the_last(count: int, at_most: int, steps: list[int]) -> None:
    assert [step for step, _ in Trace(losses(count)).points().rows(at_most)] == steps


def test_sheet_is_a_header_and_a_row_a_step() -> None:
    points = [Point(1, (("lr", 2.0), ("loss", -0.5))), Point(2, (("loss", 0.25),))]
    assert Trace(points).points().sheet() == [["step", "loss", "lr"], [1, -0.5, 2.0], [2, 0.25, None]]


class Shelf:
    """Keeps what it was given to store."""

    def __init__(self) -> None:
        self.stored: list[list[int]] = []

    def __call__(self, points: Points) -> None:
        self.stored.append(points.steps)


def test_live_curve_stores_only_what_is_new() -> None:
    shelf = Shelf()
    curve = LiveCurve(shelf)
    curve.write()
    for point in losses(2):
        curve.add(point)
    curve.write()
    curve.write()
    assert shelf.stored == [[0, 1]]


def test_live_curve_takes_the_results_points_for_those_it_heard() -> None:
    shelf = Shelf()
    curve = LiveCurve(shelf)
    curve.add(losses(1)[0])
    curve.write()
    curve.job_ended(tuple(losses(3)))
    curve.write()
    curve.add(Point(3, ()))
    curve.job_ended(())
    curve.write()
    assert shelf.stored == [[0], [0, 1, 2], [0, 1, 2, 3]]
