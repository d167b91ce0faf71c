"""A version gets one reference run, and a new version gets its own while the old one stays open."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from judge import references, selectors, services
from judge.models import Reference, Submission, Worker
from questions.models import ProblemVersion
from questions.problem_loader import load_package
from questions.problem_package import read_package
from tests.packages import TOML, write_package
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(fake_version: ProblemVersion) -> ProblemVersion:
    """A version that waits for its reference."""
    fake_version.published = False
    fake_version.save()
    return fake_version


def make_reference(version: ProblemVersion) -> None:
    held = services.claim(references.request_reference(version).pk)
    assert held is not None
    services.finish(held, new_verdict(), b"rows")


def test_reference_is_requested_once_while_it_is_under_way(waiting: ProblemVersion) -> None:
    first = references.request_reference(waiting)
    assert references.request_reference(waiting) == first
    assert (first.purpose, first.source) == (Submission.Purpose.REFERENCE, "print('reference')\n")


def test_reference_publishes_and_is_not_asked_for_again(waiting: ProblemVersion) -> None:
    assert list(selectors.versions_without_reference()) == [waiting]
    make_reference(waiting)
    waiting.refresh_from_db()
    assert (waiting.published, list(selectors.versions_without_reference())) == (True, [])
    assert bytes(Reference.objects.get().per_example) == b"rows"


def test_new_version_waits_for_its_reference_while_the_old_one_stays_open(
    waiting: ProblemVersion, tmp_path: Path
) -> None:
    make_reference(waiting)
    package = write_package(
        tmp_path / "next" / "fake-problem", TOML.replace('version = "1.0"', 'version = "1.1"')
    )
    newer = load_package(read_package(package)).version
    assert list(selectors.current_versions()) == [waiting]
    assert list(selectors.versions_without_reference()) == [newer]
    make_reference(newer)
    assert list(selectors.current_versions()) == [newer]


def test_canary_is_judged_as_the_package_says(fake_version: ProblemVersion) -> None:
    asked = references.request_canary(fake_version)
    assert asked is not None
    assert (asked[0].purpose, asked[1]) == (Submission.Purpose.CANARY, "accepted")


def test_missing_references_are_requested_once_somebody_can_judge(waiting: ProblemVersion) -> None:
    assert references.request_missing() == 0
    Worker.objects.create(name="here:1", lanes=["cpu"], seen_at=timezone.now())
    assert [references.request_missing(), references.request_missing()] == [1, 0]


def test_plan_queues_what_is_missing_once(waiting: ProblemVersion) -> None:
    (first,) = references.plan_builds([], again=False)
    (second,) = references.plan_builds(["fake-problem"], again=True)
    assert (first.version, first.run) == (waiting, second.run)
    assert Submission.objects.count() == 1


def test_plan_runs_anew_what_failed_when_told_to(waiting: ProblemVersion) -> None:
    (first,) = references.plan_builds([], again=False)
    assert first.run is not None
    services.cancel(first.run)
    (same,) = references.plan_builds([], again=False)
    (other,) = references.plan_builds([], again=True)
    assert (same.run == first.run, other.run == first.run) == (True, False)


def test_plan_leaves_a_reference_that_is_there(waiting: ProblemVersion) -> None:
    make_reference(waiting)
    made = Submission.objects.get()
    assert [build.run for build in references.plan_builds([], again=True)] == [made]


def test_plan_queues_nothing_that_nobody_can_run(waiting: ProblemVersion) -> None:
    ProblemVersion.objects.update(lane="gpu")
    assert [build.run for build in references.plan_builds([], again=False)] == [None]
    assert Submission.objects.count() == 0


def test_plan_names_what_is_not_there(waiting: ProblemVersion) -> None:
    with pytest.raises(LookupError, match="there is no problem nothing; there are fake-problem"):
        references.plan_builds(["nothing"], again=False)
