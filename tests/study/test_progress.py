"""Streaks, maps and forecasts, by days of the learner's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from study import progress
from study.models import Learner, Rating
from study.progress import Activity, Day
from tests.questions.conftest import MakeQuestion
from tests.study.conftest import NOON, ReviewAt

TODAY = date(2026, 3, 10)  # a Tuesday


@pytest.mark.parametrize(
    ("back", "days"),
    [([], 0), ([0], 1), ([1], 1), ([2], 0), ([0, 1, 2], 3), ([1, 2, 4], 2), ([0, 2, 3], 1)],
)
def test_streak_ends_at_a_day_without_and_lives_until_today_is_over(back: list[int], days: int) -> None:
    assert progress.streak({TODAY - timedelta(days=ago) for ago in back}, TODAY) == days


def test_activity_is_by_the_learners_day(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    at, found = datetime(2026, 3, 9, 15, 0, tzinfo=UTC), {}
    for zone in ("UTC", "Pacific/Auckland"):  # who moves keeps the days of before
        learner.time_zone = zone
        review_at(make_question(zone.partition("/")[0]), at)
        activity = progress.activity_of(learner, NOON)
        found[zone] = (activity.today, activity.days, activity.streak)
    assert found == {
        "UTC": (date(2026, 3, 10), {date(2026, 3, 9): 1}, 1),
        "Pacific/Auckland": (date(2026, 3, 11), {date(2026, 3, 9): 1, date(2026, 3, 10): 1}, 2),
    }


def test_busy_days_are_those_of_the_heat_map_with_reviews_the_newest_first() -> None:
    days = {TODAY: 3, TODAY - timedelta(days=90): 1, TODAY - timedelta(days=400): 7}
    cells = progress.heat_map(Activity(days, TODAY, 1), goal=20)
    assert progress.busy_days(cells) == [Day(TODAY, 3), Day(TODAY - timedelta(days=90), 1)]


def test_heat_map_has_a_cell_a_day_and_levels_by_the_goal() -> None:
    days = {TODAY: 1, TODAY - timedelta(days=1): 10, TODAY - timedelta(days=2): 40}
    cells = progress.heat_map(Activity(days, TODAY, 3), goal=20)
    assert len(cells) == 25 * 7 + 2
    assert [(cell.day.date, cell.level, cell.x, cell.y) for cell in cells[-3:]] == [
        (date(2026, 3, 8), 4, 24 * 14, 6 * 14),
        (date(2026, 3, 9), 2, 25 * 14, 0),
        (date(2026, 3, 10), 1, 25 * 14, 14),
    ]
    assert {cell.level for cell in cells[:-3]} == {0}


def test_months_stand_over_their_first_days() -> None:
    months = progress.months_of(progress.heat_map(Activity({}, TODAY, 0), goal=20))
    assert [month.first.month for month in months] == [10, 11, 12, 1, 2, 3]


def test_forecast_counts_overdue_cards_today(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    review_at(make_question("overdue"), NOON - timedelta(days=3))
    review_at(make_question("in-eight-days"), NOON, Rating.EASY)
    counts = [day.count for day in progress.forecast_of(learner, NOON)]
    assert counts == [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]


def test_bars_fill_the_chart_at_the_highest_day() -> None:
    days = [progress.Day(TODAY, 4), progress.Day(TODAY, 1), progress.Day(TODAY, 0)]
    assert [(bar.x, bar.y, bar.height) for bar in progress.bars_of(days)] == [
        (0, 0, 80),
        (24, 60, 20),
        (48, 80, 0),
    ]


def test_bars_of_nothing_are_flat() -> None:
    assert [bar.height for bar in progress.bars_of([progress.Day(TODAY, 0)])] == [0]
