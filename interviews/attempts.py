"""How an answer came to be: what stood in the editor, in the order of time; and of a program what was run and
submitted, too, and what it differs from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Length

from interviews.models import Snapshot, Work
from interviews.selectors import Part
from interviews.timeline import Moment
from judge.models import Submission
from questions.diff import Diff, diff_sources
from questions.models import ProblemVersion
from questions.problem_loader import stored_package
from questions.problem_package import PackageError


@dataclass(frozen=True, slots=True)
class Attempt:
    """A submission or a Run (``s`` and its number), or what stood in the editor (``w`` and a snapshot's;
    ``now`` for what stands there and is no snapshot)."""

    key: str
    at: datetime
    made: Submission | Snapshot | Work

    @property
    def source(self) -> str:
        """Its text, which of a snapshot is read only now: there may be thousands."""
        return self.made.source if isinstance(self.made, Submission) else self.made.text

    @property
    def submission(self) -> Submission | None:
        """None for what only stood in the editor."""
        return self.made if isinstance(self.made, Submission) else None

    @property
    def pasted(self) -> int:
        """How many of its characters were pasted since the snapshot before."""
        return self.made.pasted if isinstance(self.made, Snapshot) else 0

    @property
    def is_run(self) -> bool:
        """Whether it was tried on samples alone."""
        return self.submission is not None and self.submission.purpose == Submission.Purpose.RUN


def attempts_of(part: Part) -> list[Attempt]:
    """All of them, the oldest first."""
    found = [Attempt(f"s{row.pk}", row.created_at, row) for row in [*part.submissions, *part.runs]]
    if part.work is not None:
        found += _written(part.work)
    return sorted(found, key=lambda one: one.at)


def _written(work: Work) -> list[Attempt]:
    """What stood in the editor: every snapshot, and what stands there now where that is none."""
    shots = [Attempt(f"w{shot.pk}", shot.at, shot) for shot in work.snapshots.defer("text")]
    is_kept = work.revision == 0 or (bool(shots) and shots[-1].at == work.saved_at)
    return shots if is_kept else [*shots, Attempt("now", work.saved_at, work)]


def moments_of(part: Part) -> list[Moment]:
    """The snapshots of an answer, without their texts."""
    if part.work is None:
        return []
    rows = part.work.snapshots.annotate(length=Length("text")).values_list("pk", "at", "length", "pasted")
    return [Moment(*row) for row in rows]


def diff_of(part: Part, attempts: list[Attempt], chosen: Attempt, against: str) -> Diff | None:
    """What the attempt differs in from the ``starter``, the ``previous`` attempt, the ``submission`` before
    it or the ``reference``; None for anything else, or where there is no such thing."""
    version, earlier = part.item.problem_version, attempts[: attempts.index(chosen)]
    if against == "previous" and earlier:
        return diff_sources(earlier[-1].source, chosen.source, "python" if version else "text")
    if version is None:
        return None
    if against == "starter":
        return diff_sources(version.starter, chosen.source)
    if against == "reference":
        return _diff_to_reference(version, chosen)
    earlier = [one for one in earlier if one.submission is not None and not one.is_run]
    return diff_sources(earlier[-1].source, chosen.source) if against == "submission" and earlier else None


def _diff_to_reference(version: ProblemVersion, chosen: Attempt) -> Diff | None:
    """None where the stored copy of the package is in order no more: what a package must be has grown."""
    try:
        package = stored_package(version)
    except PackageError:
        return None
    return diff_sources(package.source_of(package.config.reference), chosen.source)
