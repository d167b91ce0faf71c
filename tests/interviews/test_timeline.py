"""Marks on the line of a sitting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from interviews.timeline import HEIGHT, WIDTH, Moment, timeline

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(seconds: float, length: int, pasted: int = 0) -> Moment:
    return Moment(1, START + timedelta(seconds=seconds), length, pasted)


def test_marks_are_placed_by_time_and_length() -> None:
    drawn = timeline([at(0, 50), at(50, 100, 3)], START, START + timedelta(seconds=100))
    assert [(mark.x, mark.y, mark.height) for mark in drawn.marks] == [
        (0, HEIGHT / 2, HEIGHT / 2),
        (WIDTH / 2, 0, HEIGHT),
    ]
    assert (drawn.pasted, drawn.longest) == (3, 100)
    assert [mark.seconds for mark in drawn.pastes] == [50]


def test_what_came_within_the_grace_is_at_the_end() -> None:
    drawn = timeline([at(105, 1)], START, START + timedelta(seconds=100))
    assert drawn.marks[0].x == WIDTH


def test_an_empty_line_is_empty() -> None:
    assert timeline([], START, START).marks == []
