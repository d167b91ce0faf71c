"""What pages and commands read of submissions: stages, lanes, how far references are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from judge import limits, selectors, services
from judge.curves import Trace
from judge.models import Submission, Worker
from judge.states import State
from questions.models import ProblemVersion
from sandbox.job import Point
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(make_user: MakeUser, fake_version: ProblemVersion) -> Submission:
    return services.submit(make_user(), fake_version, "x")


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (State.QUEUED, ["now", "todo", "todo", "todo", "todo"]),
        (State.PREPARING, ["done", "now", "todo", "todo", "todo"]),
        (State.RUNNING, ["done", "done", "now", "todo", "todo"]),
        (State.SCORING, ["done", "done", "done", "now", "todo"]),
        (State.DONE, ["done"] * 5),
    ],
)
def test_stages_are_done_up_to_the_one_that_is_now(row: Submission, state: State, shown: list[str]) -> None:
    row.state = state
    assert [stage.state for stage in selectors.stages(row)] == shown


def test_lane_is_served_while_its_worker_lives() -> None:
    worker = Worker.objects.create(name="here:1", lanes=["gpu"], seen_at=timezone.now())
    alive = selectors.lane_served("gpu")
    worker.seen_at -= timedelta(seconds=limits.WORKER_SILENT_AFTER + 1)
    worker.save()
    assert (alive, selectors.lane_served("gpu")) == (True, False)


def test_default_lane_is_waited_for() -> None:
    assert (selectors.lane_served("cpu"), selectors.judging("cpu").open) == (True, False)


def test_judging_says_in_the_pages_language_that_a_machine_is_unfit() -> None:
    Worker.objects.create(name="here:1", seen_at=timezone.now(), trouble="Image base: not there.")
    assert selectors.judging().reason == (
        "The judging machine cannot run programs safely now. Start the Docker engine, then run “make run” "
        "again; “manage.py doctor” says what is missing."
    )


@pytest.mark.parametrize(
    ("lane", "reason"),
    [
        ("cpu", "No judging worker is running. Start one with “make run”."),
        ("gpu", "This problem needs a GPU, and no machine of this installation has one."),
        ("tpu", "This problem needs a worker for “tpu”, and none is running."),
    ],
)
def test_judging_says_what_is_missing_for_a_lane(lane: str, reason: str) -> None:
    assert selectors.judging(lane).reason == reason


def test_curve_is_that_of_the_latest_attempt(row: Submission) -> None:
    held = services.claim(row.pk)
    assert held is not None
    services.keep_curve(held, Trace([Point(1, (("loss", 0.5),))]).points())
    first = selectors.curve_of(held)
    services.give_back(held)
    again = services.claim(row.pk)
    assert again is not None
    assert (first is not None, selectors.curve_of(again)) == (True, None)


def test_makings_follow_the_latest_run(fake_version: ProblemVersion, make_user: MakeUser) -> None:
    before = selectors.makings([fake_version])[fake_version.pk]
    first = services.submit(make_user(), fake_version, "x", Submission.Purpose.REFERENCE)
    services.cancel(first)
    failed = selectors.makings([fake_version])[fake_version.pk]
    second = services.submit(first.author, fake_version, "x", Submission.Purpose.REFERENCE)
    now = selectors.makings([fake_version])[fake_version.pk]
    assert [(one.run, one.failed) for one in (before, failed, now)] == [
        (None, False),
        (first, True),
        (second, False),
    ]
