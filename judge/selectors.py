"""Every read of submissions for pages, the API and commands. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from judge import limits
from judge.curves import Points
from judge.models import Curve, Reference, Submission, Verdict, Worker
from judge.states import State, headline_of
from questions.models import BEFORE_THE_GATE, ProblemVersion
from runners.base import VerdictCode

GPU = "gpu"
"""The lane of problems that need one."""
UNSHOWN = ("config", "hints_zh", "hints_en", "explanation_zh", "explanation_en", "starter")
"""Fields of a version that are shown on its own page alone."""
MEASURED = ("groups", "metrics", "audits", "resources", "timing", "seeds", "output")
IN_SHORT = ("submission_id", "attempt", "code", "score", "groups")
"""As much of a verdict as its headline and its score need."""
FAILED = '"passed": false'
"""What stands in a verdict's groups, as they are stored, for each test that was not passed. Within a text of
theirs the quotation marks are escaped."""


@dataclass(frozen=True, slots=True)
class Judging:
    """Whether submissions are judged now, and if not, why and what to do."""

    open: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the bar on the verdict page. ``state`` is done, now or todo."""

    name: str
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Making:
    """How far the reference of a version is. ``run`` is the latest run, None before the first one is
    queued; ``seconds`` have passed since it was queued; ``failed`` when it ended without a reference."""

    run: Submission | None
    seconds: float
    failed: bool


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem on the list: its current version, this user's best verdict, whether anybody here can run
    it, and how far its reference is (None once it is there)."""

    version: ProblemVersion
    best: Verdict | None
    served: bool
    making: Making | None


def live_workers() -> list[Worker]:
    """The workers that were seen lately, those in trouble too."""
    seen = timezone.now() - timedelta(seconds=limits.WORKER_SILENT_AFTER)
    return list(Worker.objects.filter(seen_at__gte=seen))


def served_lanes() -> set[str]:
    """The lanes that some live worker serves."""
    return {lane for worker in live_workers() for lane in worker.lanes}


def lane_served(lane: str) -> bool:
    """Whether what is queued in ``lane`` will be run here. The default lane always will: its worker is part
    of every installation and at most away for a while. Another needs a live worker that serves it."""
    return lane == settings.CELERY_TASK_DEFAULT_QUEUE or lane in served_lanes()


def judging(lane: str = settings.CELERY_TASK_DEFAULT_QUEUE) -> Judging:
    """Whether a live worker serves ``lane``."""
    workers = live_workers()
    if any(lane in worker.lanes for worker in workers):
        return Judging(open=True)
    if any(worker.trouble for worker in workers):
        return Judging(open=False, reason=_machine_unfit())
    if lane != settings.CELERY_TASK_DEFAULT_QUEUE:
        return Judging(open=False, reason=lane_missing(lane))
    return Judging(open=False, reason=_("No judging worker is running. Start one with “make run”."))


def _machine_unfit() -> str:
    """Words for a worker in trouble. What the engine itself says is English and for who runs the site: it is
    in the worker's log and in the table of workers."""
    return _(
        "The judging machine cannot run programs safely now. Start the Docker engine, then run “make run” "
        "again; “manage.py doctor” says what is missing."
    )


def lane_missing(lane: str) -> str:
    """Words for a lane that no live worker serves."""
    if lane == GPU:
        return _("This problem needs a GPU, and no machine of this installation has one.")
    return _("This problem needs a worker for “%(lane)s”, and none is running.") % {"lane": lane}


def current_versions() -> QuerySet[ProblemVersion]:
    """The newest version of every problem that is open to candidates, or soon will be; none of a retired
    problem."""
    open_ones = ProblemVersion.objects.exclude(BEFORE_THE_GATE).filter(problem__retired=False)
    newest = open_ones.order_by("problem_id", "-published", "-id")
    chosen: dict[int, int] = {}
    for pk, problem in newest.values_list("pk", "problem_id"):
        chosen.setdefault(problem, pk)
    return (
        ProblemVersion.objects.filter(pk__in=chosen.values())
        .select_related("problem")
        .order_by("problem__position", "problem__slug")
    )


def newest_versions() -> QuerySet[ProblemVersion]:
    """The newest version of every problem, in the order of the problems; none that its author has not
    published yet."""
    ungated = ProblemVersion.objects.exclude(BEFORE_THE_GATE)
    newest = ungated.values("problem").annotate(newest=Max("pk")).values("newest")
    found = ProblemVersion.objects.filter(pk__in=newest).select_related("problem")
    return found.order_by("problem__position", "problem__slug")


def versions_without_reference() -> QuerySet[ProblemVersion]:
    """The newest version of every problem whose newest version has no reference yet, but for retired ones."""
    return newest_versions().filter(reference__isnull=True, problem__retired=False)


def problem_lines(user: User | None) -> list[ProblemLine]:
    """The list of problems, each with the user's best verdict on any version."""
    best = best_verdicts(user) if user else {}
    versions = list(current_versions())
    served = served_lanes() | {settings.CELERY_TASK_DEFAULT_QUEUE}
    made = makings([version for version in versions if not version.published])
    return [
        ProblemLine(version, best.get(version.problem_id), version.lane in served, made.get(version.pk))
        for version in versions
    ]


def best_verdicts(user: User) -> dict[int, Verdict]:
    """The user's best verdict that counts on each problem, by its number: with as much as its headline needs.
    Two queries, however many verdicts there are."""
    mine = Submission.objects.filter(author=user, purpose=Submission.Purpose.CANDIDATE).exclude(code="")
    best = dict(mine.order_by("score", "id").values_list("problem_version__problem", "pk"))
    rows = Verdict.objects.filter(submission__in=best.values()).order_by("attempt")
    verdicts = {row.submission_id: row for row in rows.only(*IN_SHORT)}
    return {problem: verdicts[pk] for problem, pk in best.items()}


def makings(versions: list[ProblemVersion]) -> dict[int, Making]:
    """How far the reference of each of these versions is, by version; one query for all."""
    runs = Submission.objects.filter(problem_version__in=versions, purpose=Submission.Purpose.REFERENCE)
    latest = {run.problem_version_id: run for run in runs.defer("source").order_by("id")} if versions else {}
    return {version.pk: _making(latest.get(version.pk)) for version in versions}


def _making(run: Submission | None) -> Making:
    if run is None:
        return Making(None, 0.0, failed=False)
    passed = (run.finished_at or timezone.now()) - run.created_at
    return Making(run, passed.total_seconds(), failed=run.state == State.DONE)


def with_verdicts(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Add what lists need, in a fixed number of queries."""
    return submissions.select_related("problem_version__problem", "author").prefetch_related(
        Prefetch("verdicts", queryset=Verdict.objects.order_by("-attempt"))
    )


def in_lines(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """The rows of ``with_verdicts`` without their code and without what was measured and printed."""
    return _light(submissions, Verdict.objects.defer(*MEASURED))


def in_rows(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """The same as tables on pages show them: of a verdict its headline and its score, and nothing else."""
    return _light(submissions, Verdict.objects.only(*IN_SHORT))


def _light(submissions: QuerySet[Submission], verdicts: QuerySet[Verdict]) -> QuerySet[Submission]:
    light = without_texts(submissions).prefetch_related(None)
    return light.prefetch_related(Prefetch("verdicts", queryset=verdicts.order_by("-attempt")))


def without_texts(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Without their code, and without what their version's own page alone shows; it is joined already."""
    written = (f"problem_version__{field}" for field in (*UNSHOWN, "statement_zh", "statement_en"))
    return submissions.defer("source", *written)


def submissions_for(user: User) -> QuerySet[Submission]:
    """What this user may see: their own; interviewers and admins everybody's."""
    rows = with_verdicts(Submission.objects.filter(purpose=Submission.Purpose.CANDIDATE))
    if user.has_perm("judge.view_all_submissions"):
        return rows
    return rows.filter(author=user)


def public_samples(version: ProblemVersion) -> list[dict[str, Any]]:
    """The groups of tests that anybody may see, as the reference's verdict has them; [] while it is made."""
    made = Reference.objects.filter(problem_version=version).select_related("verdict").first()
    return [group for group in made.verdict.groups if group["sample"]] if made else []


def own_submissions(user: User, version: ProblemVersion) -> QuerySet[Submission]:
    """This user's submissions to any version of the problem for a table, newest first."""
    rows = Submission.objects.filter(
        author=user, problem_version__problem=version.problem, purpose=Submission.Purpose.CANDIDATE
    )
    return in_rows(with_verdicts(rows))


@dataclass(frozen=True, slots=True)
class Sibling:
    """What names a submission in a choice; ``code`` is its verdict's, "" before there is one, and ``tested``
    whether it passed every test there was."""

    pk: int
    state: str
    code: str
    score: float | None
    version: str
    tested: bool

    @property
    def words(self) -> str:
        """How far it is, or what became of it."""
        return headline_of(self.code, tested=self.tested) if self.code else str(State(self.state).label)


def siblings(submission: Submission) -> list[Sibling]:
    """What the submission can be compared with: others of its author to any version of its problem, the ones
    before it first, newest first. What goes by an alias is among its own: beside what its author sent in
    elsewhere, the alias would hide nobody. One query, and no rows: a hundred of them, with all that their
    tests found, cost more than the page; so the database looks for a test that failed."""
    rows = Submission.objects.filter(
        author=submission.author_id,
        alias=submission.alias,
        purpose=submission.purpose,
        problem_version__problem=submission.problem_version.problem_id,
    ).exclude(pk=submission.pk)
    columns = ("pk", "state", "code", "score", "problem_version__version", "tested")
    named = rows.annotate(tested=_tested()).order_by("-pk").values_list(*columns)
    found = [Sibling(*row) for row in named[: limits.SIBLINGS]]
    return sorted(found, key=lambda one: (one.pk > submission.pk, -one.pk))


def _tested() -> Case:
    """Whether a submission's verdict is that of a wrong answer which passed every test."""
    verdicts = Verdict.objects.filter(submission=OuterRef("pk")).order_by("-attempt")
    failed = Q(text="[]") | Q(text__contains=FAILED)
    passed = verdicts.annotate(text=Cast("groups", TextField())).values(
        passed=Case(When(failed, then=Value(False)), default=Value(True))
    )
    return Case(When(code=VerdictCode.WRONG_ANSWER, then=Subquery(passed[:1])), default=Value(False))


def accepted_of(user: User) -> QuerySet[Submission]:
    """The user's submissions whose verdict that counts is accepted: of a problem that they solved there is
    one."""
    mine = Submission.objects.filter(author=user, purpose=Submission.Purpose.CANDIDATE)
    return mine.filter(code=VerdictCode.ACCEPTED).order_by()


def has_solved(user: User, version: ProblemVersion) -> bool:
    """Whether a submission of this user's own to any version of the problem is accepted."""
    return accepted_of(user).filter(problem_version__problem=version.problem_id).exists()


def any_unfinished(submissions: Iterable[Submission]) -> bool:
    """Whether one of them has no verdict yet."""
    return any(row.state != State.DONE for row in submissions)


def curve_of(submission: Submission) -> Points | None:
    """What the submission's latest attempt has reported of its progress, None when it is nothing."""
    row = Curve.objects.filter(submission=submission, attempt=submission.attempt).first()
    return None if row is None else Points.of_columns(row.columns, row.reported)


def with_queue_places(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Let ``queue_place`` ask nothing more for each of them."""
    ahead = Submission.objects.filter(state=State.QUEUED, lane=OuterRef("lane"), pk__lt=OuterRef("pk"))
    counted = ahead.order_by().values("lane").annotate(count=Count("pk")).values("count")
    return submissions.annotate(ahead=Case(When(state=State.QUEUED, then=Coalesce(Subquery(counted), 0))))


def queue_place(submission: Submission) -> int | None:
    """1 for the next in line of its lane; None when it is not waiting."""
    if submission.state != State.QUEUED:
        return None
    if (counted := getattr(submission, "ahead", None)) is not None:
        return int(counted) + 1
    ahead = Submission.objects.filter(state=State.QUEUED, lane=submission.lane, pk__lt=submission.pk)
    return ahead.count() + 1


def stages(submission: Submission) -> list[Stage]:
    """The bar: queued, preparing, running, scoring, done."""
    order = list(State)
    at = order.index(State(submission.state))
    return [
        Stage(state.value, str(state.label), _progress(order.index(state), at, done=at == len(order) - 1))
        for state in order
    ]


def _progress(index: int, at: int, *, done: bool) -> str:
    if index < at or done:
        return "done"
    return "now" if index == at else "todo"
