"""What became of a sitting, for who decides: one plain structure that the page, the PDF and the files show.

Only what is filed is in it: no private note, no draft of a scorecard.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from statistics import fmean
from typing import Any

from accounts.models import User
from interviews import selectors
from interviews.agreement import Agreement, agreement
from interviews.models import Scorecard, Session, Sitting
from interviews.selectors import Part
from judge.sheet import csv_lines
from questions.templatetags.tuneroom import in_language, text

HEAD = ("session", "candidate", "begun_at", "ended_at", "ending")
RUBRIC = ("points", "mean")
"""What a sheet says of a report on each of its lines, and of each criterion."""


@dataclass(frozen=True, slots=True)
class Result:
    """One item: what was reached. ``score`` is of 100 and ``verdict`` its code, None and "" for an answer in
    words; ``points`` is the mean of the interviewers', None without any. ``refused``: why the program that
    stood in the editor at the end was not taken."""

    title: str
    kind: str
    version: str
    answered: bool
    submissions: int
    runs: int
    verdict: str
    score: float | None
    score_low: float | None
    score_high: float | None
    points: float | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """One interviewer's points."""

    interviewer: str
    points: int


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What the interviewers gave for one criterion, two of the same name apart, and the mean of it."""

    title: str
    points: list[Rating]
    mean: float | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """One interviewer's word."""

    interviewer: str
    recommendation: str
    recommendation_label: str
    summary: str
    filed_at: str


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. Times are ISO 8601, in UTC."""

    session: str
    candidate: str
    begun_at: str
    ended_at: str
    ending: str
    minutes: int
    results: list[Result]
    criteria: list[CriterionResult]
    opinions: list[Opinion]


def report_of(sitting: Sitting, name: str) -> Report:
    """The report of a sitting, in the language of the page, with ``name`` for the candidate."""
    cards = list(selectors.newest_cards(sitting).values())
    return Report(
        session=sitting.session.title,
        candidate=name,
        begun_at=sitting.begun_at.isoformat(timespec="seconds"),
        ended_at=sitting.ended_at.isoformat(timespec="seconds") if sitting.ended_at else "",
        ending=sitting.ending,
        minutes=sitting.minutes,
        results=[_result(part, cards) for part in selectors.parts_of(sitting)],
        criteria=[_criterion(one.pk, one.line.title, cards) for one in sitting.session.criteria.all()],
        opinions=[_opinion(card) for card in cards],
    )


def _result(part: Part, cards: list[Scorecard]) -> Result:
    best, version = part.best, part.item.problem_version
    given = [card.answers[str(part.item.pk)] for card in cards if str(part.item.pk) in card.answers]
    return Result(
        title=in_language(part.item.subject, "title"),
        kind="code" if part.item.is_code else "question",
        version=version.version if version else "",
        answered=part.begun,
        submissions=len(part.submissions),
        runs=len(part.runs),
        verdict=best.code if best else "",
        score=best.score if best else None,
        score_low=best.score_low if best else None,
        score_high=best.score_high if best else None,
        points=fmean(given) if given else None,
        refused=text(part.work.refused) if part.work else "",
    )


def _criterion(pk: int, title: str, cards: list[Scorecard]) -> CriterionResult:
    rated = [card for card in cards if str(pk) in card.ratings]
    points = [Rating(card.author.shown_name, card.ratings[str(pk)]) for card in rated]
    return CriterionResult(title, points, fmean(one.points for one in points) if points else None)


def _opinion(card: Scorecard) -> Opinion:
    return Opinion(
        card.author.shown_name,
        card.recommendation,
        str(card.get_recommendation_display()),
        card.summary,
        card.filed_at.isoformat(timespec="seconds"),
    )


def agreement_in(session: Session, reader: User) -> list[tuple[str, Agreement]]:
    """How far the raters of a session agree, for each criterion that two rated on the same sitting. Each
    counts as first filed, before they saw what others say; a sitting counts once the reader has filed for
    it, too."""
    mine = Scorecard.objects.filter(sitting__session=session, author=reader)
    rows = Scorecard.objects.filter(sitting__in=mine.values("sitting")).order_by("-pk")
    first = {(row.sitting_id, row.author_id): row.ratings for row in rows}
    found = []
    for criterion in session.criteria.all():
        by_sitting: dict[int, dict[int, int]] = {}
        for (sitting, rater), ratings in first.items():
            if str(criterion.pk) in ratings:
                by_sitting.setdefault(sitting, {})[rater] = ratings[str(criterion.pk)]
        measured = agreement(by_sitting.values())
        if measured is not None:
            found.append((criterion.line.title, measured))
    return found


def as_json(reports: Iterable[Report]) -> str:
    """Everything, as a list of objects."""
    return json.dumps([asdict(one) for one in reports], ensure_ascii=False, indent=2) + "\n"


def as_csv(reports: Iterable[Report]) -> Iterator[str]:
    """A line for each item of each report of one session, so that all have its rubric."""
    return csv_lines(_rows(list(reports)))


def _rows(reports: list[Report]) -> Iterator[list[Any]]:
    rubric = [f"{what}: {one.title}" for one in (reports[0].criteria if reports else []) for what in RUBRIC]
    yield [*HEAD, *Result.__slots__, *rubric, "opinions", "summaries"]
    for one in reports:
        head = [getattr(one, name) for name in HEAD]
        points = [cell for line in one.criteria for cell in (_listed(map(astuple, line.points)), line.mean)]
        opinions = _listed((said.interviewer, said.recommendation) for said in one.opinions)
        summaries = _listed((said.interviewer, said.summary) for said in one.opinions)
        for result in one.results:
            yield [*head, *astuple(result), *points, opinions, summaries]


def _listed(said: Iterable[tuple[str, Any]]) -> str:
    """What several interviewers say, in one cell."""
    return "; ".join(f"{interviewer}: {word}" for interviewer, word in said)
