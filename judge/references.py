"""The judge's own runs: the reference of each problem version, and the canary of each start.

Both travel the same way as a candidate's submission, through the queue and the sandbox.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from judge import selectors, services
from judge.models import Submission
from judge.states import UNFINISHED, State
from questions.models import ProblemVersion
from questions.problem_loader import stored_package


def request_reference(version: ProblemVersion) -> Submission:
    """Queue the reference run of a version that has none, unless one is under way.

    Raises:
        SubmitError: nobody here serves the version's lane.
    """
    package = stored_package(version)
    source = package.source_of(package.config.reference)
    runs = Submission.objects.filter(problem_version=version, purpose=Submission.Purpose.REFERENCE)
    with transaction.atomic():
        # The start of the site and its scheduler may ask at the same time.
        ProblemVersion.objects.select_for_update().get(pk=version.pk)
        waiting = runs.filter(state__in=UNFINISHED).first()
        return waiting or services.submit(
            User.objects.system(), version, source, Submission.Purpose.REFERENCE
        )


def request_missing() -> int:
    """Queue the reference of each version that never had a run, once somebody can judge it; return how
    many. A run that failed is repeated by the next ``manage.py up`` alone."""
    tried = Submission.objects.filter(purpose=Submission.Purpose.REFERENCE).values("problem_version")
    missing = selectors.versions_without_reference().exclude(pk__in=tried)
    versions = missing.filter(lane__in=selectors.served_lanes())
    return len([request_reference(version) for version in versions])


@dataclass(frozen=True, slots=True)
class Build:
    """The reference of one version and the run that makes it or made it; None when nobody here can run it."""

    version: ProblemVersion
    run: Submission | None


def plan_builds(slugs: list[str], *, again: bool) -> list[Build]:
    """Queue what is missing among the newest versions of the problems ``slugs`` (of all when there are none).
    A run that failed is queued anew with ``again`` alone.

    Raises:
        LookupError: there is no problem of that name.
    """
    versions = {version.problem.slug: version for version in selectors.newest_versions()}
    if unknown := sorted(set(slugs) - set(versions)):
        raise LookupError(
            f"there is no problem {', '.join(unknown)}; there are {', '.join(sorted(versions))}"
        )
    chosen = [versions[slug] for slug in slugs or versions]
    return [Build(version, _run_of(version, again)) for version in chosen]


def _run_of(version: ProblemVersion, again: bool) -> Submission | None:
    """The run that made the version's reference, else the latest one, else a new one."""
    runs = Submission.objects.filter(problem_version=version, purpose=Submission.Purpose.REFERENCE)
    made = runs.filter(verdicts__reference__isnull=False).first()
    if made is not None:
        return made
    latest = runs.order_by("-id").first()
    if latest is not None and (latest.state != State.DONE or not again):
        return latest
    return request_reference(version) if selectors.lane_served(version.lane) else latest


def request_canary(version: ProblemVersion) -> tuple[Submission, str] | None:
    """Queue the version's canary; return it with the verdict that it must get, None without a canary."""
    package = stored_package(version)
    file = package.config.canary
    if not file:
        return None
    row = services.submit(User.objects.system(), version, package.source_of(file), Submission.Purpose.CANARY)
    return row, package.solution(file).verdict.value
