"""Reads the leaderboard of one problem version: who opted in, by their best score, with the reference and the
package's own solutions as lines between them. Writes nothing; nobody who did not opt in is ever named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from judge import limits
from judge.models import Best, Reference
from questions.models import Problem, ProblemVersion
from runners.base import VerdictCode

BANDED = (VerdictCode.ACCEPTED, VerdictCode.WRONG_ANSWER)


@dataclass(frozen=True, slots=True)
class Line:
    """Something to measure people by. ``kind`` is reference, solution or floor; ``name`` is a solution's
    file, and ``low`` to ``high`` the band that it must score in, or what it scored."""

    kind: str
    name: str
    low: float
    high: float
    metrics: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One person on the board. ``own`` marks the reader."""

    rank: int
    best: Best
    own: bool


@dataclass(frozen=True, slots=True)
class Own:
    """The reader's place, told to nobody else: where they are, or would be if they opted in."""

    rank: int
    best: Best


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board: people and lines in the order in which they stand."""

    rows: list[Entry | Line]
    page: Page[Best]
    own: Own | None


def versions_with_boards(problem: Problem) -> list[ProblemVersion]:
    """The versions of a problem that are open to candidates or have somebody's score, newest first."""
    ranked = Exists(Best.objects.filter(problem_version=OuterRef("pk")))
    found = ProblemVersion.objects.filter(Q(published=True) | ranked, problem=problem)
    return list(found.only("version", "problem_id"))


def board_of(version: ProblemVersion, user: User | None, page_number: str | None) -> Board:
    """The page of that number (the nearest there is) of the version's board, as ``user`` sees it."""
    everyone = listed(version)
    page = Paginator(everyone, limits.BOARD_PAGE).get_page(page_number)
    start = page.start_index()
    # What is skipped is joined to nothing: only the numbers of the page, and of the row before it, are read.
    heights = list(everyone.values_list("pk", "points")[max(0, start - 2) : page.end_index()])
    above = heights.pop(0)[1] if start > 1 else None
    bests = list(_shown([pk for pk, _points in heights]))
    ahead = start - 1
    if bests and above == bests[0].points:
        ahead = _ahead_of(everyone, bests[0].points)
    own = Best.objects.filter(problem_version=version, author=user).first() if user else None
    return Board(
        _merged(_ranked(bests, start, ahead, user), lines_of(version), page, above),
        page,
        None if own is None else Own(_ahead_of(everyone, own.points) + 1, own),
    )


def listed(version: ProblemVersion) -> QuerySet[Best]:
    """The best verdicts of all who opted in, best first, the earlier of equals first."""
    rows = Best.objects.filter(
        problem_version=version, author__board_key__isnull=False, author__is_active=True
    )
    return rows.order_by("-points", "reached_at", "id")


def _shown(numbers: list[int]) -> QuerySet[Best]:
    """These rows with what a page shows of them, in the same order."""
    rows = Best.objects.filter(pk__in=numbers).select_related("author", "verdict")
    verdict = [f"verdict__{name}" for name in ("score_low", "score_high", "code", "submission_id")]
    shown = rows.only("points", "reached_at", "problem_version_id", "author__board_name", *verdict)
    return shown.order_by("-points", "reached_at", "id")


def best_of(user: User, problem: Problem) -> Best | None:
    """The user's best on any version of the problem; of the versions where it is the same, the newest."""
    rows = Best.objects.filter(author=user, problem_version__problem=problem).select_related(
        "problem_version"
    )
    light = rows.only("points", "problem_version__version")
    return light.order_by("-points", "-problem_version_id").first()


def lines_of(version: ProblemVersion) -> list[Line]:
    """The reference, the package's own solutions whose band is known, and what earns nothing; best first."""
    found = Reference.objects.filter(problem_version=version).select_related("verdict")
    reference = found.only("problem_version_id", "verdict__score", "verdict__metrics").first()
    lines = [
        _band(solution) for solution in version.config.get("solutions", []) if _is_told(version, solution)
    ]
    if reference is not None:
        score = reference.verdict.score
        floors = tuple(metric for metric in reference.verdict.metrics if metric["floor"] is not None)
        lines += [Line("reference", "", score, score), Line("floor", "", 0.0, 0.0, floors)]
    return sorted(lines, key=lambda line: -_height(line))


def _is_told(version: ProblemVersion, solution: dict[str, Any]) -> bool:
    """Whether a solution of the package is an honest one that scores, apart from the reference."""
    honest = solution["verdict"] in BANDED and solution["file"] != version.config.get("reference")
    return honest and solution["min_score"] > 0


def _band(solution: dict[str, Any]) -> Line:
    name = solution["file"].rsplit("/", 1)[-1].removesuffix(".py")
    return Line("solution", name, solution["min_score"], solution["max_score"])


def _height(line: Line) -> float:
    """Where a line stands: in the middle of its band."""
    return (line.low + line.high) / 2


def _ahead_of(everyone: QuerySet[Best], points: float) -> int:
    """How many people have more points."""
    return everyone.filter(points__gt=points).count()


def _ranked(bests: list[Best], start: int, ahead: int, user: User | None) -> list[Entry]:
    """The people of one page with their ranks: those with the same points share one. ``start`` is the
    position of the first of them, ``ahead`` how many people have more points than that one."""
    entries: list[Entry] = []
    for position, best in enumerate(bests, start):
        before = entries[-1] if entries else None
        rank = position if before else ahead + 1
        if before and before.best.points == best.points:
            rank = before.rank
        entries.append(Entry(rank, best, user is not None and best.author_id == user.pk))
    return entries


def _merged(
    people: list[Entry], lines: list[Line], page: Page[Best], above: float | None
) -> list[Entry | Line]:
    """People and lines by height, a line above the people of the same. A line is on the one page on which its
    height is reached; ``above`` is the points of the last person on the page before."""
    rows: list[Entry | Line] = []
    left = [line for line in lines if above is None or _height(line) < above]
    for entry in people:
        while left and _height(left[0]) >= entry.best.points:
            rows.append(left.pop(0))
        rows.append(entry)
    return rows if page.has_next() else [*rows, *left]
