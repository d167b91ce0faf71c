"""What a learner did and will do, by day: streak, heat map, forecast; and the geometry of its charts.

Days are those of the learner's time zone. The charts are drawn by templates, without a script.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate

from study import limits
from study.models import Learner
from study.selectors import Scope, TopicLine, counted_reviews, reviewed_cards

HEAT_LEVELS = 4
CELL = 14  # of the heat map, in units of its view box
BAR = 24
CHART_HEIGHT = 80


@dataclass(frozen=True, slots=True)
class Day:
    """One day and how many reviews belong to it."""

    date: date
    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A day on the heat map; ``level`` is 0 for none to 4 for the daily goal or more."""

    day: Day
    level: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Month:
    """The name of a month over the column of its first day on the heat map."""

    first: date
    x: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the forecast; ``height`` is of ``CHART_HEIGHT``."""

    day: Day
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a topic's bar, in per cent."""

    name: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Activity:
    """The reviews of each day, and the days on end until now."""

    days: dict[date, int]
    today: date
    streak: int


def activity_of(learner: Learner, now: datetime) -> Activity:
    """Return what the learner did, by day: each review on the day that it was for them then. One query."""
    rows = counted_reviews(learner.author).order_by().values_list("day").annotate(count=Count("pk"))
    days = dict(rows)
    today = now.astimezone(learner.zone).date()
    return Activity(days, today, streak(set(days), today))


def streak(days: set[date], today: date) -> int:
    """Return how many days on end there was a review; a day that is not over yet does not break it."""
    at = today if today in days else today - timedelta(days=1)
    count = 0
    while at in days:
        count, at = count + 1, at - timedelta(days=1)
    return count


def heat_map(activity: Activity, goal: int) -> list[Cell]:
    """Return a cell for each day of the last half year; a column is a week from Monday, the last one this."""
    monday = activity.today - timedelta(days=activity.today.weekday())
    first = monday - timedelta(weeks=limits.HEAT_WEEKS - 1)
    days = [first + timedelta(days=place) for place in range((activity.today - first).days + 1)]
    return [_cell(Day(one, activity.days.get(one, 0)), place, goal) for place, one in enumerate(days)]


def _cell(day: Day, place: int, goal: int) -> Cell:
    level = min(HEAT_LEVELS, -(-day.count * HEAT_LEVELS // max(1, goal)))
    return Cell(day, level, x=place // 7 * CELL, y=place % 7 * CELL)


def months_of(cells: list[Cell]) -> list[Month]:
    """Return the months that begin on the heat map, and where."""
    return [Month(cell.day.date, cell.x) for cell in cells if cell.day.date.day == 1]


def forecast_of(learner: Learner, now: datetime) -> list[Day]:
    """Return how many cards come up today (what is overdue counts here) and on each of the days that follow.
    One query."""
    today = now.astimezone(learner.zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(limits.FORECAST_DAYS)]
    counts = dict.fromkeys(days, 0)
    until = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), learner.zone)
    rows = (
        reviewed_cards(learner.author, Scope())
        .filter(due__lt=until)
        .order_by()
        .values(day=TruncDate("due", tzinfo=learner.zone))
        .annotate(count=Count("pk"))
    )
    for row in rows:
        counts[max(row["day"], today)] += row["count"]
    return [Day(day, count) for day, count in counts.items()]


def bars_of(days: list[Day]) -> list[Bar]:
    """Return the forecast as bars; the highest fills the chart."""
    most = max((day.count for day in days), default=0) or 1
    heights = [day.count / most * CHART_HEIGHT for day in days]
    return [
        Bar(day, x=place * BAR, y=CHART_HEIGHT - height, height=height)
        for place, (day, height) in enumerate(zip(days, heights, strict=True))
    ]


def shares_of(line: TopicLine) -> list[Share]:
    """Return a topic's bar: known well, known, learning; what is left of it is new."""
    shares, x = [], 0.0
    for name in ("mature", "young", "learning"):
        count: int = getattr(line, name)
        width = 100 * count / (line.total or 1)
        shares.append(Share(name, count, x, width))
        x += width
    return shares


def busy_days(cells: list[Cell]) -> list[Day]:
    """Return the days of the heat map that have reviews, the newest first, for the table beside it."""
    return [cell.day for cell in reversed(cells) if cell.day.count]
