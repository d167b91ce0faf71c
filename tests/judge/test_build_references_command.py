"""``manage.py build_references``: what it queues, prints and exits with; the sandbox follows a script."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from fake_kind import ScriptedSandbox

from judge import pipeline
from judge.models import Submission, Worker
from judge.states import State
from questions.models import ProblemVersion
from sandbox.job import Outcome, Point

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(fake_version: ProblemVersion) -> ProblemVersion:
    """A version that waits for its reference, on a site whose worker lives."""
    Worker.objects.create(name="here:1", lanes=["cpu"], seen_at=timezone.now())
    fake_version.published = False
    fake_version.save()
    return fake_version


@contextmanager
def worker(sandbox: ScriptedSandbox) -> Iterator[None]:
    """Judge the first submission that is queued, in a thread."""

    def judge() -> None:
        deadline = time.monotonic() + 30
        while not (row := Submission.objects.filter(state=State.QUEUED).first()):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        pipeline.judge(row.pk, sandbox)
        connection.close()

    thread = threading.Thread(target=judge)
    thread.start()
    yield
    thread.join()


def test_build_references_waits_and_prints_what_came(
    waiting: ProblemVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    with worker(ScriptedSandbox([Outcome.OK], points=(Point(7, (("loss", 0.5),)),))):
        call_command("build_references")
    waiting.refresh_from_db()
    last = capsys.readouterr().out.strip().splitlines()[-1].split()
    assert (waiting.published, last[:5]) == (True, ["✓", "fake-problem", "1.0", "accepted", "100.0"])


def test_build_references_fails_with_the_verdicts_summary(
    waiting: ProblemVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        worker(ScriptedSandbox([Outcome.MEMORY])),
        pytest.raises(CommandError, match=r"^fake-problem v1\.0: runtime_error\. bad$"),
    ):
        call_command("build_references", "fake-problem")
    with pytest.raises(CommandError, match="runtime_error"):  # it is not run anew unless told to
        call_command("build_references")
    assert Submission.objects.count() == 1


def test_build_references_again_runs_anew_what_failed(waiting: ProblemVersion) -> None:
    with worker(ScriptedSandbox([Outcome.MEMORY])), pytest.raises(CommandError):
        call_command("build_references")
    with worker(ScriptedSandbox([Outcome.OK])):
        call_command("build_references", "--again")
    waiting.refresh_from_db()
    assert waiting.published


def test_build_references_without_a_worker_says_how_to_start_one(waiting: ProblemVersion) -> None:
    Worker.objects.all().delete()
    with pytest.raises(CommandError, match=r"“make run”.*“manage\.py worker”"):
        call_command("build_references")


def test_build_references_of_a_lane_that_nobody_serves_waits_for_nothing(
    waiting: ProblemVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    ProblemVersion.objects.update(lane="gpu")
    call_command("build_references")
    assert "waits for a worker of the lane gpu" in capsys.readouterr().out
    assert Submission.objects.count() == 0


def test_build_references_names_what_is_not_there(waiting: ProblemVersion) -> None:
    with pytest.raises(CommandError, match="there is no problem nothing"):
        call_command("build_references", "nothing")
