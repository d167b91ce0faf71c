"""Submissions are taken, claimed, finished, given back, cancelled and recovered exactly once."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import User
from judge import limits, services
from judge.curves import Points
from judge.models import Curve, Submission, Verdict, Worker
from judge.states import State
from questions.models import ProblemVersion
from runners.base import Text, VerdictCode
from tests.conftest import MakeUser
from tests.rows import new_verdict


@pytest.fixture
def author(make_user: MakeUser) -> User:
    return make_user()


@pytest.fixture
def row(author: User, fake_version: ProblemVersion) -> Submission:
    return services.submit(author, fake_version, "print(1)")


def claim(row: Submission) -> Submission:
    held = services.claim(row.pk)
    assert held is not None
    return held


def expire(row: Submission) -> None:
    Submission.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_submit_queues_the_code_pinned_to_the_version(row: Submission, fake_version: ProblemVersion) -> None:
    assert (row.state, row.attempt, row.problem_version, row.lane) == (State.QUEUED, 0, fake_version, "cpu")


@pytest.mark.parametrize(
    ("source", "code"),
    [("  \n", "empty"), ("a\0b", "not_text"), ("x" * 201, "too_large"), ("微" * 67, "too_large")],
)
def test_submit_refuses_bad_source(
    author: User, fake_version: ProblemVersion, source: str, code: str
) -> None:
    with pytest.raises(services.SubmitError) as refused:
        services.submit(author, fake_version, source)
    assert refused.value.code == code
    assert Submission.objects.count() == 0


def test_submit_refuses_a_version_without_reference(author: User, fake_version: ProblemVersion) -> None:
    fake_version.published = False
    with pytest.raises(services.SubmitError) as refused:
        services.submit(author, fake_version, "x")
    assert refused.value.code == "not_published"


def test_submit_refuses_a_paused_version(author: User, fake_version: ProblemVersion) -> None:
    services.pause(fake_version, "坏了", "broken")
    fake_version.refresh_from_db()
    with pytest.raises(services.SubmitError) as refused:
        services.submit(author, fake_version, "x")
    assert (refused.value.code, refused.value.details) == ("paused", {"reason": Text("坏了", "broken")})


def test_submit_refuses_a_lane_that_nobody_serves(author: User, fake_version: ProblemVersion) -> None:
    fake_version.lane = "gpu"
    with pytest.raises(services.SubmitError) as refused:
        services.submit(author, fake_version, "x")
    Worker.objects.create(name="here:1", lanes=["gpu"], seen_at=timezone.now())
    taken = services.submit(author, fake_version, "x")
    assert (refused.value.code, refused.value.details, taken.lane) == (
        "lane_not_served",
        {"lane": "gpu"},
        "gpu",
    )


def test_submit_refuses_a_fourth_unfinished_one(author: User, fake_version: ProblemVersion) -> None:
    for _ in range(3):
        services.submit(author, fake_version, "x")
    with pytest.raises(services.SubmitError) as refused:
        services.submit(author, fake_version, "x")
    assert refused.value.code == "too_many_active"


def test_submit_does_not_count_judge_errors(author: User, fake_version: ProblemVersion) -> None:
    for _ in range(61):
        row = services.submit(author, fake_version, "x")
        services.judge_error(claim(row), "坏", "bad")
    assert services.submit(author, fake_version, "x").state == State.QUEUED


def test_submit_refuses_more_than_an_hour_allows(author: User, fake_version: ProblemVersion) -> None:
    for _ in range(60):
        services.finish(claim(services.submit(author, fake_version, "x")), new_verdict())
    with pytest.raises(services.SubmitError) as refused:
        services.submit(author, fake_version, "x")
    assert (refused.value.code, refused.value.details) == (
        "too_many_this_hour",
        {"allowed": 60, "minutes": 60},
    )
    oldest = Submission.objects.order_by("created_at").values_list("pk", flat=True)[0]
    Submission.objects.filter(pk=oldest).update(created_at=timezone.now() - timedelta(minutes=40, seconds=30))
    with pytest.raises(services.SubmitError) as refused:
        services.submit(author, fake_version, "x")
    assert refused.value.details["minutes"] == 20


def test_claim_gives_a_submission_to_one_worker_only(row: Submission) -> None:
    held = claim(row)
    assert (held.state, held.attempt) == (State.PREPARING, 1)
    assert services.claim(row.pk) is None


def test_claim_waits_until_the_row_is_due(row: Submission) -> None:
    Submission.objects.filter(pk=row.pk).update(not_before=timezone.now() + timedelta(minutes=1))
    assert services.claim(row.pk) is None


def test_advance_follows_the_table_of_moves(row: Submission) -> None:
    held = claim(row)
    services.advance(held, State.RUNNING)
    services.advance(held, State.SCORING)
    row.refresh_from_db()
    assert row.state == State.SCORING


def test_advance_to_where_it_is_changes_nothing(row: Submission) -> None:
    held = claim(row)
    services.advance(held, State.SCORING)
    services.advance(held, State.SCORING)
    row.refresh_from_db()
    assert row.state == State.SCORING


def test_keep_curve_of_an_attempt_that_lost_its_lease_writes_nothing(row: Submission) -> None:
    lost = claim(row)
    services.give_back(lost)
    held = claim(row)
    services.keep_curve(held, Points([1], [], 1))
    with pytest.raises(services.LeaseLost):
        services.keep_curve(lost, Points([2], [], 1))
    kept = Curve.objects.get()
    assert (kept.attempt, kept.columns) == (2, {"steps": [1], "series": []})


def test_finish_stores_one_verdict_and_closes_the_row(row: Submission) -> None:
    services.finish(claim(row), new_verdict())
    row.refresh_from_db()
    assert (row.state, row.lease_until) == (State.DONE, None)
    assert [(v.attempt, v.code) for v in row.verdicts.all()] == [(1, "accepted")]


def test_finish_by_an_attempt_that_lost_its_lease_writes_nothing(row: Submission) -> None:
    old = claim(row)
    expire(row)
    assert services.reap() == 1
    new = claim(row)
    with pytest.raises(services.LeaseLost):
        services.finish(old, new_verdict(VerdictCode.WRONG_ANSWER))
    services.finish(new, new_verdict())
    assert [(v.attempt, v.code) for v in row.verdicts.all()] == [(2, "accepted")]


def test_finish_twice_stores_one_verdict(row: Submission) -> None:
    held = claim(row)
    services.finish(held, new_verdict())
    with pytest.raises(services.LeaseLost):
        services.finish(held, new_verdict())
    assert row.verdicts.count() == 1


def test_renew_tells_of_a_cancel(row: Submission) -> None:
    held = claim(row)
    assert services.renew(held) is False
    services.cancel(row)
    assert services.renew(held) is True


def test_renew_fails_once_the_row_is_another_attempts(row: Submission) -> None:
    held = claim(row)
    expire(row)
    services.reap()
    with pytest.raises(services.LeaseLost):
        services.renew(held)


def test_cancel_while_queued_gives_a_verdict_at_once(row: Submission) -> None:
    services.cancel(row)
    row.refresh_from_db()
    assert row.state == State.DONE
    assert [v.code for v in row.verdicts.all()] == ["cancelled"]
    assert services.claim(row.pk) is None


def test_cancel_of_a_finished_submission_changes_nothing(row: Submission) -> None:
    services.finish(claim(row), new_verdict())
    services.cancel(row)
    row.refresh_from_db()
    assert (row.cancel_requested, row.verdicts.count()) == (False, 1)


def test_give_back_after_a_clean_stop_counts_no_failure(row: Submission) -> None:
    services.give_back(claim(row))
    row.refresh_from_db()
    assert (row.state, row.failures) == (State.QUEUED, 0)
    assert claim(row).attempt == 2


def test_give_back_after_a_fault_waits_and_counts(row: Submission) -> None:
    services.give_back(claim(row), after_failure=True)
    row.refresh_from_db()
    assert (row.state, row.failures) == (State.QUEUED, 1)
    assert services.claim(row.pk) is None


def test_give_back_after_each_fault_waits_longer(row: Submission) -> None:
    waits = []
    for _ in range(limits.MAX_RETRIES):
        services.give_back(claim(row), after_failure=True)
        row.refresh_from_db()
        assert row.not_before is not None
        waits.append((row.not_before - timezone.now()).total_seconds())
        Submission.objects.update(not_before=timezone.now())
    assert waits == pytest.approx(limits.RETRY_DELAYS, abs=1)


def test_give_back_closes_what_was_to_be_cancelled(row: Submission) -> None:
    held = claim(row)
    services.cancel(row)
    services.give_back(held)
    row.refresh_from_db()
    assert (row.state, [v.code for v in row.verdicts.all()]) == (State.DONE, ["cancelled"])


def test_announce_without_a_queue_leaves_the_row_to_the_reaper(row: Submission) -> None:
    messages = settings.QUEUE_FOLDER / "messages"
    messages.rename(messages.with_name("away"))
    try:
        services.announce(row.pk, row.lane)
    finally:
        messages.with_name("away").rename(messages)
    assert not announced(row)


def announced(row: Submission) -> bool:
    row.refresh_from_db()
    return row.announced_at is not None


def live_worker() -> None:
    Worker.objects.create(name="here:1", lanes=["cpu"], seen_at=timezone.now())


def test_announce_again_is_silent_while_nobody_serves_the_lane(row: Submission) -> None:
    services.forget_announcement(row.pk)
    assert services.announce_again() == 0
    live_worker()
    assert services.announce_again() == 1


def test_announce_again_repeats_a_message_only_after_a_while(row: Submission) -> None:
    live_worker()
    assert services.announce_again() == 0
    Submission.objects.update(announced_at=timezone.now() - timedelta(seconds=limits.HINT_AGAIN_AFTER + 1))
    assert [services.announce_again(), services.announce_again()] == [1, 0]


def test_reap_announces_at_once_what_it_takes_back(row: Submission) -> None:
    live_worker()
    claim(row)
    expire(row)
    services.reap()
    assert announced(row)
    services.give_back(claim(row))
    assert not announced(row)


def test_forget_announcements_has_all_of_a_lane_announced_anew(row: Submission) -> None:
    live_worker()
    services.forget_announcements(["gpu"])
    assert services.announce_again() == 0
    services.forget_announcements(["cpu"])
    assert services.announce_again() == 1


@pytest.mark.django_db(transaction=True)
def test_reap_leaves_it_to_the_next_round_when_the_database_let_it_wait(row: Submission) -> None:
    claim(row)
    expire(row)
    connection.close()
    with closing(sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)) as foreign:
        foreign.execute("BEGIN EXCLUSIVE")
        threading.Timer(2 * limits.LEASE_POLL, foreign.rollback).start()
        assert services.reap() == 0
    assert services.reap() == 1


def test_reap_forgets_workers_that_are_long_gone(db: None) -> None:
    for name, seconds in (("old:1", limits.WORKER_FORGOTTEN_AFTER + 1), ("new:1", 0.0)):
        seen = timezone.now() - timedelta(seconds=seconds)
        Worker.objects.create(name=name, lanes=["cpu"], seen_at=seen)
    services.reap()
    assert [worker.name for worker in Worker.objects.all()] == ["new:1"]


def test_reap_leaves_a_living_lease_alone(row: Submission) -> None:
    claim(row)
    assert services.reap() == 0


def test_reap_closes_as_judge_error_after_the_last_retry(row: Submission) -> None:
    for _ in range(limits.MAX_RETRIES + 1):
        claim(row)
        expire(row)
        assert services.reap() == 1
    row.refresh_from_db()
    assert (row.state, row.failures) == (State.DONE, limits.MAX_RETRIES)
    assert [v.code for v in row.verdicts.all()] == ["judge_error"]


def test_reap_closes_a_lost_row_whose_cancel_was_asked_for(row: Submission) -> None:
    claim(row)
    services.cancel(row)
    expire(row)
    assert services.reap() == 1
    assert [v.code for v in row.verdicts.all()] == ["cancelled"]


def test_verdict_is_immutable(row: Submission) -> None:
    services.finish(claim(row), new_verdict())
    stored = Verdict.objects.get(submission=row)
    stored.score = 1.0
    for change in (
        stored.save,
        stored.delete,
        lambda: Verdict.objects.update(score=1),
        Verdict.objects.all().delete,
    ):
        with pytest.raises(TypeError, match="immutable"):
            change()
    assert Verdict.objects.get(submission=row).score == 100.0
