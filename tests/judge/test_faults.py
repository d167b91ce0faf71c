"""Faults of ours: a machine that cannot judge blames nobody, and neither a database that is away nor a call
that hangs loses a submission."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone
from fake_kind import ScriptedSandbox

from judge import limits, pipeline, services
from judge.heartbeat import STOPPING, UNFIT
from judge.models import Submission
from judge.states import State
from questions.models import ProblemVersion
from sandbox.job import Check, Outcome, SandboxError
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db(transaction=True)

MISSING = SandboxError("image is missing", retryable=False)
FAILING = [Check("Image base", ok=False, detail="tuneroom/base")]


@pytest.fixture
def row(transactional_db: None, make_user: MakeUser, fake_version: ProblemVersion) -> Submission:
    return services.submit(make_user(), fake_version, "print(1)")


@pytest.fixture(autouse=True)
def worker_is_well() -> Iterator[None]:
    yield
    UNFIT.clear()
    STOPPING.clear()


def codes(row: Submission) -> list[str]:
    return list(row.verdicts.order_by("attempt").values_list("code", flat=True))


def state(row: Submission) -> tuple[str, int, int]:
    row.refresh_from_db()
    return row.state, row.attempt, row.failures


def test_submission_is_given_back_uncounted_when_the_machine_is_found_unfit(row: Submission) -> None:
    sandbox = ScriptedSandbox([MISSING, Outcome.OK], checks=FAILING)
    pipeline.judge(row.pk, sandbox)
    pipeline.judge(row.pk, sandbox)  # nothing is claimed meanwhile
    assert (state(row), UNFIT.is_set()) == ((State.QUEUED, 1, 0), True)
    UNFIT.clear()
    pipeline.judge(row.pk, sandbox)
    assert (state(row), codes(row)) == ((State.DONE, 2, 0), ["accepted"])


def test_passing_fault_is_not_counted_either_when_the_machine_is_found_unfit(row: Submission) -> None:
    fault = SandboxError("the engine refuses: no space left on device", retryable=True)
    pipeline.judge(row.pk, ScriptedSandbox([fault], checks=FAILING))
    assert (state(row), UNFIT.is_set()) == ((State.QUEUED, 1, 0), True)


def test_fault_on_a_machine_that_is_fit_is_the_submissions_own(row: Submission) -> None:
    pipeline.judge(row.pk, ScriptedSandbox([MISSING], checks=[Check("Image base", ok=True, detail="")]))
    assert (codes(row), UNFIT.is_set()) == (["judge_error"], False)


def test_what_makes_machine_after_machine_unfit_is_counted_in_the_end(row: Submission) -> None:
    sandbox = ScriptedSandbox([MISSING] * 2, checks=FAILING)
    Submission.objects.update(attempt=limits.FREE_ATTEMPTS, failures=limits.MAX_RETRIES - 1)
    pipeline.judge(row.pk, sandbox)
    UNFIT.clear()
    Submission.objects.update(not_before=timezone.now())
    pipeline.judge(row.pk, sandbox)
    assert codes(row) == ["judge_error"]


def test_verdict_waits_for_a_database_that_takes_nothing(row: Submission) -> None:
    def database_goes() -> Outcome:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")  # until this connection is closed
        return Outcome.OK

    pipeline.judge(row.pk, ScriptedSandbox([database_goes]))
    assert (state(row), codes(row)) == ((State.DONE, 1, 0), ["accepted"])


def test_cancel_waits_for_no_call_that_hangs(row: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CANCEL_AFTER", 1.0)

    def hangs() -> Outcome:
        services.cancel(row)
        started = time.monotonic()
        while Submission.objects.get(pk=row.pk).state != State.DONE:
            assert time.monotonic() - started < 10
            time.sleep(0.05)
        raise SandboxError("the engine does not answer: timed out", retryable=True, engine_down=True)

    pipeline.judge(row.pk, ScriptedSandbox([hangs]))
    assert (state(row), codes(row)) == ((State.DONE, 1, 0), ["cancelled"])


def test_submission_is_handed_back_even_while_a_call_hangs(row: Submission) -> None:
    def hangs() -> Outcome:
        STOPPING.set()
        started = time.monotonic()
        while Submission.objects.get(pk=row.pk).state != State.QUEUED:
            assert time.monotonic() - started < limits.HAND_BACK_AFTER + 5
            time.sleep(0.05)
        return Outcome.OK

    pipeline.judge(row.pk, ScriptedSandbox([hangs]))
    assert (state(row), codes(row)) == ((State.QUEUED, 1, 0), [])
