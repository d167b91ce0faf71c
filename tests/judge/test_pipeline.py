"""One submission through the pipeline, with a scripted sandbox: who is at fault decides what happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from fake_kind import ScriptedSandbox

from accounts.models import User
from judge import limits, pipeline, selectors, services
from judge.heartbeat import STOPPING, UNFIT
from judge.models import Curve, Reference, Submission
from judge.states import State
from questions.models import ProblemVersion
from questions.problem_loader import package_folder
from sandbox.job import Outcome, Point, SandboxError
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db(transaction=True)

POINTS = tuple(Point(step, (("loss", loss),)) for step, loss in ((1, 0.5), (2, 0.4), (3, 0.3)))


@pytest.fixture
def row(transactional_db: None, make_user: MakeUser, fake_version: ProblemVersion) -> Submission:
    return services.submit(make_user(), fake_version, "print(1)")


@pytest.fixture(autouse=True)
def engine_is_up() -> Iterator[None]:
    yield
    UNFIT.clear()


def codes(row: Submission) -> list[str]:
    return list(row.verdicts.order_by("attempt").values_list("code", flat=True))


def due_now(row: Submission) -> None:
    Submission.objects.filter(pk=row.pk).update(not_before=timezone.now())


def test_judge_stores_the_runners_report(row: Submission) -> None:
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK]))
    row.refresh_from_db()
    verdict = row.latest_verdict
    assert verdict is not None
    assert (row.state, verdict.code, verdict.score, verdict.image_digest) == (
        State.DONE,
        "accepted",
        100.0,
        "sha256:fake",
    )
    assert verdict.resources == {
        "cpu_seconds": 0.2,
        "wall_seconds": 0.25,
        "peak_memory_bytes": 1000,
        "output_bytes": 10,
    }


def test_judge_counts_everything_but_the_process_as_overhead(row: Submission) -> None:
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK]))
    verdict = row.latest_verdict
    assert verdict is not None
    whole = (verdict.timing["stored"] - verdict.timing["accepted"]) * 1000
    assert verdict.timing["process_ms"] == pytest.approx(250.0, abs=0.1)
    assert verdict.timing["overhead_ms"] == pytest.approx(whole - 250.0, abs=0.1)


def in_two_jobs(author: User, version: ProblemVersion) -> Submission:
    return services.submit(author, version, "two jobs")


def test_judge_times_its_own_programs_apart(make_user: MakeUser, fake_version: ProblemVersion) -> None:
    row = in_two_jobs(make_user(), fake_version)
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK, Outcome.OK]))
    verdict = row.latest_verdict
    assert verdict is not None
    whole = (verdict.timing["stored"] - verdict.timing["accepted"]) * 1000
    assert [verdict.timing[key] for key in ("process_ms", "scoring_ms", "overhead_ms")] == pytest.approx(
        [250.0, 250.0, whole - 500.0], abs=0.1
    )


def test_judge_shows_a_trusted_job_as_scoring(make_user: MakeUser, fake_version: ProblemVersion) -> None:
    row = in_two_jobs(make_user(), fake_version)

    def shows(state: State) -> Callable[[], Outcome]:
        def look() -> Outcome:
            wait_until(lambda: Submission.objects.get(pk=row.pk).state == state)
            time.sleep(limits.LEASE_POLL * 1.5)  # another beat must not change it
            seen.append(Submission.objects.get(pk=row.pk).state)
            return Outcome.OK

        return look

    seen: list[str] = []
    pipeline.judge(row.pk, ScriptedSandbox([shows(State.RUNNING), shows(State.SCORING)]))
    assert (seen, codes(row)) == (["running", "scoring"], ["accepted"])


def test_judge_cancels_while_its_own_program_runs(make_user: MakeUser, fake_version: ProblemVersion) -> None:
    row = in_two_jobs(make_user(), fake_version)
    sandbox = ScriptedSandbox([Outcome.OK, lambda: cancelled_and_heard(row)], points=POINTS)
    pipeline.judge(row.pk, sandbox)
    verdict = row.latest_verdict
    assert verdict is not None
    assert (verdict.code, verdict.resources["cpu_seconds"]) == ("cancelled", 0.2)
    assert steps_of(row) == [1, 2, 3]


def test_judge_retries_a_fault_of_ours_that_the_kind_found(
    make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    row = services.submit(make_user(), fake_version, "bad scoring")
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK, Outcome.OK]))
    row.refresh_from_db()
    fake_version.refresh_from_db()
    assert (row.state, row.failures, codes(row), fake_version.paused) == (State.QUEUED, 1, [], False)


def steps_of(row: Submission) -> list[int] | None:
    row.refresh_from_db()
    curve = selectors.curve_of(row)
    return curve.steps if curve else None


def test_judge_stores_the_curve_while_the_job_runs(row: Submission) -> None:
    def look() -> Outcome:
        wait_until(Curve.objects.exists)
        return Outcome.OK

    pipeline.judge(row.pk, ScriptedSandbox([look], points=POINTS))
    assert steps_of(row) == [1, 2, 3]


def test_judge_stores_the_whole_curve_at_the_end_of_the_job(row: Submission) -> None:
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.RUNTIME_ERROR], points=POINTS))
    assert Curve.objects.get().columns == {"steps": [1, 2, 3], "series": [["loss", [0.5, 0.4, 0.3]]]}


def test_judge_keeps_the_curve_of_what_was_cancelled(row: Submission) -> None:
    pipeline.judge(row.pk, ScriptedSandbox([lambda: cancelled_and_heard(row)], points=POINTS))
    assert (codes(row), steps_of(row)) == (["runtime_error"], [1, 2, 3])


def test_judge_puts_the_next_attempts_curve_in_the_place_of_the_last(row: Submission) -> None:
    def engine_goes() -> Outcome:
        wait_until(Curve.objects.exists)
        raise SandboxError("engine gone", retryable=True)

    pipeline.judge(row.pk, ScriptedSandbox([engine_goes], points=POINTS))
    due_now(row)
    before = steps_of(row)
    held = services.claim(row.pk)
    assert held is not None
    between = steps_of(row)
    services.give_back(held)
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK], points=POINTS[:2]))
    assert (before, between, steps_of(row)) == ([1, 2, 3], None, [1, 2])


def test_judge_does_nothing_on_a_second_delivery(row: Submission) -> None:
    sandbox = ScriptedSandbox([Outcome.OK, Outcome.OK])
    pipeline.judge(row.pk, sandbox)
    pipeline.judge(row.pk, sandbox)
    assert (len(sandbox.jobs), codes(row)) == (1, ["accepted"])


def test_judge_puts_the_candidates_fault_into_the_verdict(row: Submission) -> None:
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.RUNTIME_ERROR]))
    assert codes(row) == ["runtime_error"]


def test_judge_retries_our_own_passing_fault_unseen(row: Submission) -> None:
    sandbox = ScriptedSandbox([SandboxError("engine gone", retryable=True), Outcome.OK])
    pipeline.judge(row.pk, sandbox)
    assert codes(row) == []
    due_now(row)
    pipeline.judge(row.pk, sandbox)
    assert codes(row) == ["accepted"]


def test_judge_gives_up_after_the_last_retry(row: Submission) -> None:
    sandbox = ScriptedSandbox([SandboxError("engine gone", retryable=True)] * (limits.MAX_RETRIES + 1))
    for _ in range(limits.MAX_RETRIES + 1):
        due_now(row)
        pipeline.judge(row.pk, sandbox)
    assert (sandbox.script, codes(row)) == ([], ["judge_error"])


def test_judge_does_not_retry_what_cannot_succeed(row: Submission) -> None:
    pipeline.judge(row.pk, ScriptedSandbox([SandboxError("no image", retryable=False)]))
    assert codes(row) == ["judge_error"]


def test_judge_pauses_the_problem_when_its_scorer_breaks(
    make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    row = services.submit(make_user(), fake_version, "broken scorer")
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK]))
    fake_version.refresh_from_db()
    assert codes(row) == ["judge_error"]
    assert [fake_version.paused_reason_zh, fake_version.paused_reason_en] == [
        "本题的评分程序出现故障，需要出题人检查。",
        "The scorer of this problem failed; its authors have to look.",
    ]


@pytest.mark.parametrize(
    "fault", [OperationalError("database is locked"), OSError(28, "disk full"), MemoryError()]
)
def test_judge_blames_neither_problem_nor_code_for_what_the_machine_did(
    row: Submission, fault: Exception
) -> None:
    sandbox = ScriptedSandbox([fault, Outcome.OK])
    pipeline.judge(row.pk, sandbox)
    row.refresh_from_db()
    assert (row.state, row.failures, codes(row)) == (State.QUEUED, 1, [])
    assert not row.problem_version.paused
    due_now(row)
    pipeline.judge(row.pk, sandbox)
    assert codes(row) == ["accepted"]


def test_judge_waits_for_an_engine_that_is_down_without_counting(row: Submission) -> None:
    sandbox = ScriptedSandbox([SandboxError("no engine", retryable=True, engine_down=True), Outcome.OK])
    pipeline.judge(row.pk, sandbox)
    pipeline.judge(row.pk, sandbox)  # while it is down nothing is claimed
    row.refresh_from_db()
    assert (row.state, row.failures, row.attempt, row.announced_at) == (State.QUEUED, 0, 1, None)
    UNFIT.clear()
    pipeline.judge(row.pk, sandbox)
    assert codes(row) == ["accepted"]


def test_judge_pauses_the_problem_when_its_stored_package_was_changed(row: Submission) -> None:
    (package_folder(row.problem_version) / "starter.py").write_text("tampered", encoding="utf-8")
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK]))
    row.problem_version.refresh_from_db()
    assert (codes(row), row.problem_version.paused) == (["judge_error"], True)


def test_judge_gives_the_same_seed_to_every_attempt(row: Submission) -> None:
    held = services.claim(row.pk)
    assert held is not None
    first = pipeline.task_of(held).seed
    services.give_back(held)
    again = services.claim(row.pk)
    assert again is not None
    assert pipeline.task_of(again).seed == first


def cancelled_and_heard(row: Submission) -> Outcome:
    """Cancel and wait until the lease has heard of it."""
    services.cancel(row)
    held = Submission.objects.get(pk=row.pk)
    wait_until(lambda: Submission.objects.get(pk=row.pk).lease_until != held.lease_until)
    return Outcome.OK


def test_judge_cancels_a_running_job(row: Submission) -> None:
    pipeline.judge(row.pk, ScriptedSandbox([lambda: cancelled_and_heard(row)]))
    assert codes(row) == ["runtime_error"]  # the fake kind's word for whatever is not OK


def test_judge_hands_the_job_back_when_the_worker_stops(row: Submission) -> None:
    def worker_stops() -> Outcome:
        STOPPING.set()
        return Outcome.OK

    try:
        pipeline.judge(row.pk, ScriptedSandbox([worker_stops]))
    finally:
        STOPPING.clear()
    row.refresh_from_db()
    assert (row.state, row.failures, codes(row)) == (State.QUEUED, 0, [])


def test_judge_writes_nothing_once_another_attempt_holds_the_row(row: Submission) -> None:
    def lease_runs_out() -> Outcome:
        Submission.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
        services.reap()
        return Outcome.OK

    sandbox = ScriptedSandbox([lease_runs_out, Outcome.OK])
    pipeline.judge(row.pk, sandbox)
    assert codes(row) == []
    due_now(row)
    pipeline.judge(row.pk, sandbox)
    assert codes(row) == ["accepted"]


def test_reference_run_publishes_its_version(make_user: MakeUser, fake_version: ProblemVersion) -> None:
    ProblemVersion.objects.update(published=False)
    fake_version.refresh_from_db()
    row = services.submit(make_user(), fake_version, "x", Submission.Purpose.REFERENCE)
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK]))
    fake_version.refresh_from_db()
    kept = Reference.objects.get(problem_version=fake_version)
    assert (fake_version.published, bytes(kept.per_example)) == (True, b"per example")


def test_failed_reference_run_leaves_its_version_closed(
    make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    ProblemVersion.objects.update(published=False)
    fake_version.refresh_from_db()
    row = services.submit(make_user(), fake_version, "x", Submission.Purpose.REFERENCE)
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.MEMORY]))
    fake_version.refresh_from_db()
    assert (fake_version.published, Reference.objects.count()) == (False, 0)


def wait_until(true: Callable[[], bool]) -> None:
    """Wait a few beats of the lease for ``true``."""
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
