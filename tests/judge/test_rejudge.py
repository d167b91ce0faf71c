"""Rejudges: what is chosen, the dry run, what is applied; and that every verdict stays."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Role, User
from judge import pipeline, rejudge_selectors, rejudge_services, services
from judge.models import Best, Submission, Verdict, Worker
from judge.rejudge_models import Rejudge
from judge.rejudge_selectors import Chosen, Summary
from judge.rejudge_services import RejudgeError
from judge.selectors import has_solved, problem_lines
from judge.states import State
from questions.models import ProblemVersion
from runners.base import Metric, Text, VerdictCode
from tests.conftest import MakeUser
from tests.judge.conftest import Judged
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db
Stage = Rejudge.Stage


@pytest.fixture
def reviewer(make_user: MakeUser) -> User:
    Worker.objects.create(name="here", lanes=["cpu"], seen_at=timezone.now())
    return make_user(Role.INTERVIEWER, "reviewer")


def planned(by: User, *rows: Submission) -> Rejudge:
    return rejudge_services.plan(by, "scorer mended", Chosen([row.pk for row in rows]))


def next_run(code: VerdictCode = VerdictCode.ACCEPTED, **fields: object) -> Submission:
    """Let the scheduler queue the next dry run, and be the worker that judges it."""
    rejudge_services.feed()
    run = Submission.objects.get(purpose=Submission.Purpose.REJUDGE, state=State.QUEUED)
    held = services.claim(run.pk)
    assert held is not None
    services.finish(held, new_verdict(code, **fields))
    return run


def judged_again(rejudge: Rejudge, *results: tuple[VerdictCode, float]) -> Rejudge:
    rejudge_services.start(rejudge)
    for code, score in results:
        next_run(code, score=score)
    rejudge_services.feed()
    rejudge.refresh_from_db()
    return rejudge


WRONG, RIGHT = VerdictCode.WRONG_ANSWER, VerdictCode.ACCEPTED


def test_what_is_chosen(
    reviewer: User, make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    ann = make_user(username="ann")
    right, wrong = judged(ann), judged(ann, WRONG, score=10.0)
    services.submit(ann, fake_version, "waiting")
    cancelled = services.submit(ann, fake_version, "not wanted")
    services.cancel(cancelled)
    version, slug = fake_version.pk, fake_version.problem.slug

    def numbers(chosen: Chosen) -> list[int]:
        return list(rejudge_selectors.choose(chosen).values_list("pk", flat=True))

    assert numbers(Chosen(problem=slug)) == [right.pk, wrong.pk]
    assert numbers(Chosen(version=version, verdict="wrong_answer")) == [wrong.pk]
    assert numbers(Chosen([wrong.pk, cancelled.pk, 10**9])) == [wrong.pk]
    assert numbers(Chosen([right.pk], verdict="wrong_answer")) == []
    assert numbers(Chosen(verdict="accepted")) == numbers(Chosen()) == []


def test_nothing_and_too_many_are_refused(
    reviewer: User, make_user: MakeUser, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [judged(make_user(username=name)) for name in ("ann", "ben")]
    monkeypatch.setattr(rejudge_services.limits, "REJUDGE_MOST", 1)
    with pytest.raises(RejudgeError, match="nothing"):
        rejudge_services.plan(reviewer, "why", Chosen([10**9]))
    with pytest.raises(RejudgeError, match="too_many") as refused:
        planned(reviewer, *rows)
    assert refused.value.count == 2
    assert Rejudge.objects.count() == 0


def test_a_plan_judges_nothing(reviewer: User, make_user: MakeUser, judged: Judged) -> None:
    planned(reviewer, judged(make_user()))
    assert rejudge_services.feed() == 0
    assert Submission.objects.filter(purpose=Submission.Purpose.REJUDGE).count() == 0


def test_a_dry_run_changes_nothing(
    reviewer: User, make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    ann = make_user(username="ann")
    row = judged(ann, WRONG, score=40.0)
    best = list(Best.objects.values())
    rejudge = judged_again(planned(reviewer, row), (RIGHT, 100.0))
    row.refresh_from_db()
    assert (rejudge.stage, row.code, row.score, row.verdicts.count()) == (
        Stage.READY,
        "wrong_answer",
        40.0,
        1,
    )
    assert list(Best.objects.values()) == best
    assert not has_solved(ann, fake_version)


def test_the_dry_run_is_hidden_from_candidates(reviewer: User, make_user: MakeUser, judged: Judged) -> None:
    ann = make_user(username="ann")
    judged_again(planned(reviewer, judged(ann)), (RIGHT, 100.0))
    run = Submission.objects.get(purpose=Submission.Purpose.REJUDGE)
    assert [user.has_perm("judge.view_submission", run) for user in (ann, reviewer)] == [False, True]


def test_applied_the_new_verdict_counts_and_the_old_one_stays(
    reviewer: User, make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    ann = make_user(username="ann")
    row = judged(ann, WRONG, score=40.0, output="before")
    old = Verdict.objects.filter(submission=row).values().get()
    rejudge = judged_again(planned(reviewer, row), (RIGHT, 90.0))
    assert rejudge_services.apply(rejudge, reviewer) == 1
    row.refresh_from_db()
    assert (row.code, row.score) == ("accepted", 90.0)
    assert row.latest_verdict is not None
    assert (row.latest_verdict.attempt, row.latest_verdict.score) == (2, 90.0)
    assert Verdict.objects.filter(pk=old["id"]).values().get() == old
    assert Best.objects.values_list("author", "points").get() == (ann.pk, 90.0)
    assert has_solved(ann, fake_version)
    assert (rejudge.stage, rejudge.closed_by) == (Stage.APPLIED, reviewer)


def test_a_lower_score_takes_back_what_the_old_one_gave(
    reviewer: User, make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    ann = make_user(username="ann")
    row = judged(ann, RIGHT, score=100.0)
    rejudge_services.apply(judged_again(planned(reviewer, row), (WRONG, 30.0)), reviewer)
    best = problem_lines(ann)[0].best
    assert best is not None
    assert (best.code, best.score, has_solved(ann, fake_version)) == ("wrong_answer", 30.0, False)
    assert Best.objects.get().points == 30.0


def test_to_apply_twice_adds_nothing(reviewer: User, make_user: MakeUser, judged: Judged) -> None:
    row = judged(make_user(), WRONG, score=40.0)
    rejudge = judged_again(planned(reviewer, row), (RIGHT, 90.0))
    assert [rejudge_services.apply(rejudge, reviewer) for _ in range(2)] == [1, 0]
    assert row.verdicts.count() == 2


def test_of_two_rejudges_the_later_applies_nothing_to_what_changed_meanwhile(
    reviewer: User, make_user: MakeUser, judged: Judged
) -> None:
    row = judged(make_user(), WRONG, score=40.0)
    both = [planned(reviewer, row) for _ in range(2)]
    for rejudge, score in zip(both, (90.0, 95.0), strict=True):
        judged_again(rejudge, (RIGHT, score))
    assert [rejudge_services.apply(rejudge, reviewer) for rejudge in both] == [1, 0]
    row.refresh_from_db()
    assert (row.score, row.verdicts.count()) == (90.0, 2)


def test_where_judging_failed_nothing_is_applied(reviewer: User, make_user: MakeUser, judged: Judged) -> None:
    rows = [judged(make_user(username=name), WRONG, score=40.0) for name in ("ann", "ben")]
    rejudge = judged_again(planned(reviewer, *rows), (VerdictCode.JUDGE_ERROR, 0.0), (RIGHT, 90.0))
    assert rejudge_services.apply(rejudge, reviewer) == 1
    assert [row.verdicts.count() for row in rows] == [1, 2]


def test_a_judge_error_can_be_mended(reviewer: User, make_user: MakeUser, judged: Judged) -> None:
    row = judged(make_user(), VerdictCode.JUDGE_ERROR, score=0.0)
    rejudge_services.apply(judged_again(planned(reviewer, row), (RIGHT, 90.0)), reviewer)
    row.refresh_from_db()
    assert row.code == "accepted"


def test_discarded_it_changes_nothing_and_stops(reviewer: User, make_user: MakeUser, judged: Judged) -> None:
    rows = [judged(make_user(username=name), WRONG, score=40.0) for name in ("ann", "ben")]
    rejudge = planned(reviewer, *rows)
    rejudge_services.start(rejudge)
    next_run(RIGHT, score=90.0)
    rejudge_services.feed()
    rejudge_services.discard(rejudge, reviewer)
    rejudge_services.feed()
    runs = Submission.objects.filter(purpose=Submission.Purpose.REJUDGE).order_by("pk")
    assert [(run.state, run.code) for run in runs] == [(State.DONE, "accepted"), (State.DONE, "cancelled")]
    assert [row.verdicts.count() for row in rows] == [1, 1]
    with pytest.raises(RejudgeError, match="stage"):
        rejudge_services.apply(rejudge, reviewer)


def test_nothing_is_applied_before_the_dry_run_has_ended(
    reviewer: User, make_user: MakeUser, judged: Judged
) -> None:
    rejudge = planned(reviewer, judged(make_user()))
    with pytest.raises(RejudgeError, match="stage"):
        rejudge_services.apply(rejudge, reviewer)
    rejudge_services.start(rejudge)
    for act in (lambda: rejudge_services.start(rejudge), lambda: rejudge_services.apply(rejudge, reviewer)):
        with pytest.raises(RejudgeError, match="stage"):
            act()


def test_one_dry_run_at_a_time_and_none_while_a_candidate_waits(
    reviewer: User, make_user: MakeUser, judged: Judged, fake_version: ProblemVersion
) -> None:
    ann = make_user(username="ann")
    rejudge_services.start(planned(reviewer, judged(ann), judged(ann)))
    waiting = services.submit(ann, fake_version, "x")
    assert rejudge_services.feed() == 0
    services.claim(waiting.pk)
    assert [rejudge_services.feed(), rejudge_services.feed()] == [1, 0]


def test_a_lane_that_nobody_serves_waits(reviewer: User, make_user: MakeUser, judged: Judged) -> None:
    rejudge_services.start(planned(reviewer, judged(make_user())))
    Worker.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert rejudge_services.feed() == 0


def test_the_dry_run_has_the_seed_of_the_submission(
    reviewer: User, make_user: MakeUser, judged: Judged
) -> None:
    row = judged(make_user())
    rejudge_services.start(planned(reviewer, row))
    rejudge_services.feed()
    run = Submission.objects.get(purpose=Submission.Purpose.REJUDGE)
    first, again = pipeline.task_of(row), pipeline.task_of(run)
    assert (again.seed, again.source) == (first.seed, first.source)
    assert again.label != first.label


def test_the_table_says_what_would_change(reviewer: User, make_user: MakeUser, judged: Judged) -> None:
    def metric(value: float) -> dict[str, object]:
        return asdict(Metric("ppl", Text("困惑度", "Perplexity"), value, None, None, "lower", 50.0, 8.0))

    ann = make_user(username="ann")
    rows = [
        judged(ann, WRONG, score=score, metrics=[metric(20.0)]) for score in (40.0, 40.0, 40.0, 40.01, 40.0)
    ]
    rejudge = planned(reviewer, *rows)
    rejudge_services.start(rejudge)
    next_run(RIGHT, score=90.0, metrics=[metric(12.0)])
    for score in (50.0, 30.0, 40.0):
        next_run(WRONG, score=score)
    assert rejudge_selectors.summary_of(rejudge) == Summary(
        total=5, waiting=1, failed=0, verdict=1, higher=1, lower=1, same=1, applied=0
    )
    lines = [rejudge_selectors.line_of(item) for item in rejudge_selectors.items_of(rejudge)]
    assert [line.changes for line in lines] == [True, True, True, False, False]
    assert [change.by for change in lines[0].metrics] == [-8.0]
    changing = rejudge_selectors.changing_items(rejudge)
    assert [item.submission_id for item in changing] == [row.pk for row in rows[:3]]


def test_the_command_goes_the_whole_way(
    reviewer: User, make_user: MakeUser, judged: Judged, capsys: pytest.CaptureFixture[str]
) -> None:
    row = judged(make_user(username="ann"), WRONG, score=40.0)
    slug = row.problem_version.problem.slug
    call_command("rejudge", "plan", "--reason", "mended", "--problem", slug, "--start", "--by", "reviewer")
    next_run(RIGHT, score=90.0)
    rejudge_services.feed()
    number = str(Rejudge.objects.get().pk)
    call_command("rejudge", "show", number)
    shown = capsys.readouterr().out
    call_command("rejudge", "apply", number)
    call_command("rejudge", "list")
    assert "ready: 1 of 1 judged, 1 would change, 0 would not, 0 failed, 0 applied" in shown
    assert "wrong_answer 40.0" in shown
    assert Rejudge.objects.get().by == reviewer
    row.refresh_from_db()
    assert row.score == 90.0
    assert capsys.readouterr().out.splitlines()[-1] == f"{number}  applied  1 submissions  mended"


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["show", "99"], "there is no rejudge 99"),
        (["plan", "--reason", "why", "--submission", "99"], "no judged submission"),
        (["plan", "--reason", "why", "--problem", "x", "--version-of-problem", "9"], "no version 9"),
        (["plan", "--reason", "why", "--submission", "1", "--by", "nobody"], "there is no user"),
    ],
)
def test_the_command_says_what_is_wrong(db: None, argv: list[str], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("rejudge", *argv)


def test_what_was_discarded_a_moment_ago_is_queued_no_more(
    reviewer: User, make_user: MakeUser, judged: Judged
) -> None:
    rejudge = planned(reviewer, judged(make_user(username="ann")))
    rejudge_services.start(rejudge)
    item = rejudge.items.select_related("submission__problem_version").get()  # as a scheduler has it
    rejudge_services.discard(rejudge, reviewer)
    assert rejudge_services._queue(item) == 0
    assert not Submission.objects.filter(purpose=Submission.Purpose.REJUDGE).exists()
