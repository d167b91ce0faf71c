"""The gate before a problem that was written on the site: it is published only when every solution in it got,
in the real sandbox, the verdict and the score that its author says it must get.

Solutions travel the same way as a candidate's submission. The reference comes first, for the others are
scored beside it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from judge import services
from judge.gate_models import SolutionCheck
from judge.models import Reference, Submission, Verdict
from judge.states import UNFINISHED, State
from questions import packaging
from questions.models import ProblemVersion
from questions.package_models import PackageDraft, PackageRevision
from questions.problem_loader import stored_package
from questions.problem_package import PackageError, Solution, lacking
from runners.base import VerdictCode

log = logging.getLogger(__name__)

Purpose = Submission.Purpose


class NotOpen(Exception):
    """A version is not published. ``code``: unchecked, under_way, fails, no_accepted, few_wrong, changed,
    another."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """A solution, what it must get, and what it got; ``verdict`` is None while it is judged or waits."""

    wanted: Solution
    submission: Submission | None
    verdict: Verdict | None

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self.submission is not None and self.submission.state == State.DONE

    @property
    def holds(self) -> bool:
        """Whether it got what it must."""
        found = self.verdict
        return found is not None and self.wanted.holds(VerdictCode(found.code), found.score)


@dataclass(frozen=True, slots=True)
class Table:
    """The solutions of a version as its files are now. ``stuck``: the reference was not accepted, and the
    others wait for one that is."""

    version: ProblemVersion
    lines: list[Line]
    stuck: bool

    @property
    def under_way(self) -> bool:
        """Whether more will come."""
        return not self.stuck and not all(line.ended for line in self.lines)

    def refusal(self) -> str:
        """Why the version cannot be published, "" when it can: a code of ``NotOpen``."""
        if not any(line.submission for line in self.lines):
            return "unchecked"
        if self.under_way:
            return "under_way"
        if not all(line.holds for line in self.lines):
            return "fails"
        return lacking([line.wanted for line in self.lines])


def start(by: User, draft: PackageDraft) -> ProblemVersion:
    """Bring the draft in as a version and have every solution of it judged, anew if they were before. What is
    under way already goes on. By what a version was published stays as it is: such a one is judged no more.

    Raises:
        PackageError: the draft is no package in order, or its version is published and was another.
        SubmitError: nobody here serves the version's lane.
    """
    version, changed = packaging.load_draft(draft)
    if version.published:
        return version
    services.check_lane(version)
    files = [solution.file for solution in stored_package(version).config.solutions]
    with transaction.atomic():
        ProblemVersion.objects.select_for_update().get(pk=version.pk)
        if changed:
            _forget(version)
        rows = SolutionCheck.objects.filter(version=version, digest=version.digest)
        if not rows.exclude(submission__state=State.DONE).exists() or _stuck(version):
            rows.filter(submission__isnull=True).delete()
            SolutionCheck.objects.bulk_create(
                SolutionCheck(version=version, digest=version.digest, file=file, by=by) for file in files
            )
    feed()
    return version


def _forget(version: ProblemVersion) -> None:
    """The files are others now: what was judged of the old ones says nothing of these."""
    for row in Submission.objects.filter(problem_version=version, state__in=UNFINISHED):
        services.cancel(row)
    Reference.objects.filter(problem_version=version).delete()
    SolutionCheck.objects.filter(version=version, submission__isnull=True).delete()


def feed() -> int:
    """Queue what may be judged now; return how many. Called when a check begins and in every round."""
    waiting = SolutionCheck.objects.filter(submission__isnull=True, version__published=False)
    queued = 0
    for check in waiting.select_related("version__problem", "by"):
        try:
            queued += _queue(check)
        except PackageError:
            log.exception("%s cannot be checked", check)
    return queued


@transaction.atomic
def _queue(check: SolutionCheck) -> int:
    """Queue one solution, unless it must wait for the reference or another process was faster.

    Raises:
        PackageError: the stored copy of the version is not what it was made from.
    """
    locked = SolutionCheck.objects.select_for_update().get(pk=check.pk)
    version = check.version
    if locked.submission_id is not None or locked.digest != version.digest:
        return 0
    package = stored_package(version)
    is_reference = locked.file == package.config.reference
    if not is_reference and not Reference.objects.filter(problem_version=version).exists():
        return 0
    purpose = Purpose.REFERENCE if is_reference else Purpose.CHECK
    source = package.source_of(locked.file)
    locked.submission = services.enqueue(check.by, version, source, purpose)
    locked.save(update_fields=["submission"])
    return 1


def _stuck(version: ProblemVersion) -> bool:
    """Whether the reference was judged and there is none."""
    if Reference.objects.filter(problem_version=version).exists():
        return False
    of_reference = SolutionCheck.objects.filter(
        version=version, digest=version.digest, submission__purpose=Purpose.REFERENCE
    )
    latest = of_reference.order_by("-pk").first()
    return latest is not None and latest.submission is not None and latest.submission.state == State.DONE


def version_of(draft: PackageDraft) -> ProblemVersion | None:
    """The version that was made of the draft's files as they are now, None before they were brought in."""
    versions = ProblemVersion.objects.filter(problem__slug=draft.slug, digest=draft.digest)
    return versions.select_related("problem").order_by("-pk").first()


def table_of(version: ProblemVersion) -> Table:
    """Every solution with its newest check; none where the package is in order no more, since what a package
    must be has grown."""
    try:
        solutions = stored_package(version).config.solutions
    except PackageError:
        return Table(version, [], stuck=False)
    checks = SolutionCheck.objects.filter(version=version, digest=version.digest).select_related("submission")
    if version.published:
        checks = checks.filter(submission__isnull=False)  # what was never judged did not open it
    newest = {check.file: check for check in checks}
    lines = []
    for wanted in solutions:
        check = newest.get(wanted.file)
        row = check.submission if check else None
        lines.append(Line(wanted, row, row.latest_verdict if row else None))
    return Table(version, lines, _stuck(version))


def publish(by: User, draft: PackageDraft, seen: str | None = None) -> ProblemVersion:
    """Open the version to candidates. ``seen`` is the digest of the files whose table was looked at, None for
    whichever are there.

    Raises:
        NotOpen: something is missing; nothing was changed.
    """
    with transaction.atomic():
        locked = PackageDraft.objects.select_for_update().get(pk=draft.pk)
        version = version_of(locked)
        if version is None:
            raise NotOpen("unchecked")
        if seen is not None and version.digest != seen:
            raise NotOpen("another")
        if version.published:
            raise NotOpen("changed")
        if refusal := table_of(version).refusal():
            raise NotOpen(refusal)
        version.published = True
        version.save(update_fields=["published"])
        version.problem.position = version.config["position"]
        version.problem.save(update_fields=["position"])
        locked.state = PackageDraft.State.PUBLISHED
        locked.save()
        packaging.record(by, locked, PackageRevision.Step.MOVED)
    return version
