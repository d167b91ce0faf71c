"""Narrows and orders lists of submissions, and turns them into rows of a file. Reads; writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from judge.models import Submission
from judge.selectors import in_rows, with_verdicts
from judge.sheet import csv_lines
from questions.models import ProblemVersion

CHUNK = 100
COLUMNS = (
    *("number", "problem", "version", "state", "submitted", "finished"),
    *("verdict", "score", "score_low", "score_high"),
)


class Sort(models.TextChoices):
    """The orders of a list."""

    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    BEST = "best", _("Best score first")
    WORST = "worst", _("Lowest score first")


ORDERS = {
    Sort.NEWEST: ("-id",),
    Sort.OLDEST: ("id",),
    Sort.BEST: (F("score").desc(nulls_last=True), "-id"),
    Sort.WORST: (F("score").asc(nulls_last=True), "-id"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to, "" where it is not: a problem's slug, the code of the verdict that counts,
    a state. Values that are none of these find nothing."""

    problem: str = ""
    verdict: str = ""
    state: str = ""
    sort: str = Sort.NEWEST


def find_submissions(rows: QuerySet[Submission], filters: Filters) -> QuerySet[Submission]:
    """The rows that pass all filters, in order."""
    if filters.verdict:
        rows = rows.filter(code=filters.verdict)
    if filters.problem:
        versions = ProblemVersion.objects.filter(problem__slug=filters.problem).values_list("pk", flat=True)
        rows = rows.filter(problem_version__in=list(versions))
    if filters.state:
        rows = rows.filter(state=filters.state)
    return rows.order_by(*ORDERS[Sort(filters.sort)])


def page_of(rows: QuerySet[Submission], number: str | None, per_page: int) -> Page[Submission]:
    """The page of that number, or the nearest. What is skipped is only counted: far pages of a long list join
    nothing on the way."""
    numbered = rows.select_related(None).prefetch_related(None).values_list("pk", flat=True)
    page: Page[Any] = Paginator(numbered, per_page).get_page(number)
    numbers = list(page.object_list)
    found = {row.pk: row for row in in_rows(with_verdicts(Submission.objects.filter(pk__in=numbers)))}
    page.object_list = [found[pk] for pk in numbers]
    return page


def own_of(user: User) -> QuerySet[Submission]:
    """Everything that the user ever sent in, whatever else they may see."""
    return with_verdicts(Submission.objects.filter(author=user, purpose=Submission.Purpose.CANDIDATE))


def as_csv(rows: QuerySet[Submission]) -> Iterator[str]:
    """A header and a line a submission, without its code."""
    return csv_lines(chain([COLUMNS], ([record[name] for name in COLUMNS] for record in _records(rows))))


def as_json(rows: QuerySet[Submission]) -> Iterator[str]:
    """A list of objects: the same, and the code."""
    start = "[\n"
    for record in _records(rows):
        yield start + json.dumps(record, ensure_ascii=False)
        start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"


def _records(rows: QuerySet[Submission]) -> Iterable[dict[str, Any]]:
    return map(_record, rows.iterator(chunk_size=CHUNK))


def _record(row: Submission) -> dict[str, Any]:
    """One submission as plain values, times in ISO 8601."""
    verdict = row.latest_verdict
    return {
        "number": row.pk,
        "problem": row.problem_version.problem.slug,
        "version": row.problem_version.version,
        "state": row.state,
        "submitted": row.created_at.isoformat(),
        "finished": row.finished_at.isoformat() if row.finished_at else "",
        "verdict": verdict.code if verdict else "",
        "score": verdict.score if verdict else None,
        "score_low": verdict.score_low if verdict else None,
        "score_high": verdict.score_high if verdict else None,
        "source": row.source,
    }
