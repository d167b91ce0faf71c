"""Every read of rejudges: what is chosen, how far they are, what would change. Nothing here writes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from judge import comparison
from judge.comparison import Change
from judge.models import Submission, Verdict
from judge.rejudge_models import Rejudge, RejudgeItem
from judge.standings import points_of
from judge.states import State
from runners.base import VerdictCode

UNUSABLE = (VerdictCode.JUDGE_ERROR, VerdictCode.CANCELLED)
"""Verdicts of a dry run that say nothing of the submission: they are never applied."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which submissions: those that pass all that is given. Nothing given chooses nothing."""

    submissions: list[int] = field(default_factory=list)
    problem: str = ""
    version: int | None = None
    verdict: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it names submissions, a problem or a version: a verdict alone is too wide."""
        return bool(self.submissions or self.problem or self.version)


@dataclass(frozen=True, slots=True)
class Line:
    """One submission of a rejudge, before and after; ``after`` is None until its dry run has ended."""

    item: RejudgeItem
    before: Verdict
    after: Verdict | None

    @property
    def usable(self) -> bool:
        """Whether the dry run says anything of the submission."""
        return self.after is not None and self.after.code not in UNUSABLE

    @property
    def changes(self) -> bool:
        """Whether the verdict or the score as pages show it would be another."""
        after = self.after
        return after is not None and self.usable and _shown(after) != _shown(self.before)

    @property
    def score(self) -> Change | None:
        """The score, None until there are two."""
        return comparison.compare_scores(self.before, self.after) if self.after and self.usable else None

    @property
    def metrics(self) -> list[Change]:
        """The measurements that differ."""
        if self.after is None or not self.usable:
            return []
        return [one for one in comparison.compare_metrics(self.before, self.after) if one.by]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many submissions of a rejudge: in all, waiting for their dry run, without a usable one; of the rest
    those with another verdict, with a higher or lower score alone, and those that stay as they are."""

    total: int
    waiting: int
    failed: int
    verdict: int
    higher: int
    lower: int
    same: int
    applied: int

    @property
    def done(self) -> int:
        """Dry runs that have ended."""
        return self.total - self.waiting

    @property
    def left(self) -> int:
        """Usable dry runs whose verdicts were not applied."""
        return self.done - self.failed - self.applied

    @property
    def changing(self) -> int:
        """Submissions that would change."""
        return self.verdict + self.higher + self.lower


def _shown(verdict: Verdict) -> tuple[str, float]:
    return verdict.code, points_of(verdict.score)


def choose(chosen: Chosen) -> QuerySet[Submission]:
    """The candidates' submissions that are meant and have a verdict; none that its author cancelled."""
    rows = Submission.objects.filter(purpose=Submission.Purpose.CANDIDATE, state=State.DONE)
    rows = rows.exclude(code=VerdictCode.CANCELLED.value)
    if not chosen.narrows:
        return rows.none()
    if chosen.submissions:
        rows = rows.filter(pk__in=chosen.submissions)
    if chosen.problem:
        rows = rows.filter(problem_version__problem__slug=chosen.problem)
    if chosen.version:
        rows = rows.filter(problem_version=chosen.version)
    if chosen.verdict:
        rows = rows.filter(code=chosen.verdict)
    return rows.order_by("pk")


def rejudges() -> QuerySet[Rejudge]:
    """All, newest first, each with how many submissions it has and how many dry runs have ended."""
    ended = Count("items", filter=Q(items__run__state=State.DONE))
    rows = Rejudge.objects.select_related("by", "closed_by")
    return rows.annotate(total=Count("items"), ended=ended).order_by("-pk")


def items_of(rejudge: Rejudge) -> QuerySet[RejudgeItem]:
    """Its submissions in their order, with what a line of the table needs."""
    verdicts = Verdict.objects.order_by("-attempt")
    rows = rejudge.items.select_related(
        "submission__author", "submission__problem_version__problem", "before", "run", "applied"
    ).defer("submission__source", "run__source")
    return rows.prefetch_related(Prefetch("run__verdicts", queryset=verdicts)).order_by("pk")


def changing_items(rejudge: Rejudge) -> QuerySet[RejudgeItem]:
    """Those of its submissions that would change, or whose dry run said nothing."""
    numbers = [pk for pk, change in _kinds(rejudge) if change not in {"same", "waiting"}]
    return items_of(rejudge).filter(pk__in=numbers)


def line_of(item: RejudgeItem) -> Line:
    """The item as a line of the table."""
    return Line(item, item.before, item.run.latest_verdict if item.run else None)


def summary_of(rejudge: Rejudge) -> Summary:
    """The figures of the whole rejudge, in two queries however many submissions it has."""
    counts = Counter(kind for _, kind in _kinds(rejudge))
    kinds = ("waiting", "failed", "verdict", "higher", "lower", "same")
    applied = rejudge.items.filter(applied__isnull=False).count()
    return Summary(total=counts.total(), applied=applied, **{kind: counts[kind] for kind in kinds})


def _kinds(rejudge: Rejudge) -> list[tuple[int, str]]:
    """What would become of each submission, by the columns that lists have of the verdict that counts."""
    columns = ("pk", "before__code", "before__score", "run__state", "run__code", "run__score")
    return [(pk, _kind(*rest)) for pk, *rest in rejudge.items.order_by("pk").values_list(*columns)]


def _kind(code: str, score: float, state: str | None, new_code: str | None, new_score: float | None) -> str:
    if state != State.DONE or new_score is None:
        return "waiting"
    if new_code in UNUSABLE:
        return "failed"
    if new_code != code:
        return "verdict"
    by = points_of(new_score) - points_of(score)
    return "higher" if by > 0 else "lower" if by < 0 else "same"


def seed_number(held: Submission) -> int:
    """The number that the submission's seed is made of: a dry run has that of the submission it repeats."""
    if held.purpose != Submission.Purpose.REJUDGE:
        return held.pk
    return RejudgeItem.objects.values_list("submission_id", flat=True).get(run=held)
