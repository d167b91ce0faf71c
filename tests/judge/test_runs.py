"""Runs: what starts one, what it does not count for, who sees it, and that workers find it."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fake_kind import ScriptedSandbox
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from judge import limits, pipeline, runs, selectors, services
from judge.metrics import Durations
from judge.models import Best, Submission
from judge.services import SubmitError
from judge.states import State
from questions.models import ProblemVersion
from runners.base import Case, Group, Judging, Text, VerdictCode
from sandbox.job import Outcome, SandboxError
from tests.conftest import MakeUser
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db(transaction=True)


def finished(author: User, version: ProblemVersion, typed: str = "") -> Submission:
    row = runs.start_run(author, version, "print(1)", typed)
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK]))
    row.refresh_from_db()
    return row


def test_a_run_is_tried_out_with_what_was_typed(candidate: User, fake_version: ProblemVersion) -> None:
    row = finished(candidate, fake_version, "my input")
    verdict = row.latest_verdict
    assert verdict is not None
    assert (row.state, row.lane, verdict.code, verdict.output) == (
        State.DONE,
        runs.LANE,
        "accepted",
        "my input",
    )


def test_its_jobs_yield_the_processor(candidate: User, fake_version: ProblemVersion) -> None:
    row = runs.start_run(candidate, fake_version, "print(1)")
    sandbox = ScriptedSandbox([Outcome.OK])
    pipeline.judge(row.pk, sandbox)
    judged = services.submit(candidate, fake_version, "print(1)")
    other = ScriptedSandbox([Outcome.OK])
    pipeline.judge(judged.pk, other)
    assert ([job.background for job in sandbox.jobs], [job.background for job in other.jobs]) == (
        [True],
        [False],
    )


def test_a_run_counts_for_nothing(candidate: User, fake_version: ProblemVersion) -> None:
    finished(candidate, fake_version)
    assert not selectors.has_solved(candidate, fake_version)
    assert list(selectors.submissions_for(candidate)) == []
    assert list(selectors.own_submissions(candidate, fake_version)) == []
    assert not Best.objects.exists()
    assert selectors.problem_lines(candidate)[0].best is None


def test_a_run_is_not_measured_with_submissions(
    monkeypatch: pytest.MonkeyPatch, candidate: User, fake_version: ProblemVersion
) -> None:
    monkeypatch.setattr(limits, "METRICS_AFTER", 0.0)
    finished(candidate, fake_version)
    assert list(Durations().read()) == []


def test_runs_take_nothing_of_what_may_be_submitted(candidate: User, fake_version: ProblemVersion) -> None:
    for _ in range(limits.RUNS_AT_ONCE):
        runs.start_run(candidate, fake_version, "print(1)")
    assert services.submit(candidate, fake_version, "print(1)").state == State.QUEUED


def test_a_new_run_takes_the_place_of_the_last(candidate: User, fake_version: ProblemVersion) -> None:
    first = runs.start_run(candidate, fake_version, "print(1)")
    second = runs.start_run(candidate, fake_version, "print(2)")
    first.refresh_from_db()
    verdict = first.latest_verdict
    assert verdict is not None
    assert (first.state, verdict.code, second.state) == (
        State.DONE,
        VerdictCode.CANCELLED.value,
        State.QUEUED,
    )


def test_too_many_runs_are_refused_for_a_while(candidate: User, fake_version: ProblemVersion) -> None:
    for _ in range(limits.RUNS_AT_ONCE):
        runs.start_run(candidate, fake_version, "print(1)")
    with pytest.raises(SubmitError, match="too_many_runs"):
        runs.start_run(candidate, fake_version, "print(1)")
    earlier = timezone.now() - timedelta(seconds=limits.RUNS_WITHIN + 1)
    Submission.objects.update(created_at=earlier)
    assert runs.start_run(candidate, fake_version, "print(1)").state == State.QUEUED


@pytest.mark.parametrize(
    ("source", "typed", "code"),
    [
        (" ", "", "empty"),
        ("a\0b", "", "not_text"),
        ("x" * 201, "", "too_large"),
        ("print(1)", "微" * 2000, "typed_too_large"),
    ],
)
def test_what_cannot_be_run_is_refused(
    candidate: User, fake_version: ProblemVersion, source: str, typed: str, code: str
) -> None:
    with pytest.raises(SubmitError) as refused:
        runs.start_run(candidate, fake_version, source, typed)
    assert refused.value.code == code


def test_workers_of_the_default_lane_find_the_one_that_waits_longest(
    make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    first = runs.start_run(make_user(username="one"), fake_version, "print(1)")
    runs.start_run(make_user(username="two"), fake_version, "print(1)")
    assert (runs.next_run(["cpu"]), runs.next_run(["gpu"])) == (first.pk, None)


def broken(*_: object) -> Judging:
    raise ValueError("the kind is broken")
    yield


def test_a_fault_of_the_kind_pauses_nothing(
    monkeypatch: pytest.MonkeyPatch, candidate: User, fake_version: ProblemVersion
) -> None:
    row = runs.start_run(candidate, fake_version, "print(1)")
    monkeypatch.setattr("fake_kind.FakeRunner.try_out", broken)
    pipeline.judge(row.pk, ScriptedSandbox([]))
    fake_version.refresh_from_db()
    verdict = row.latest_verdict
    assert verdict is not None
    assert (verdict.code, fake_version.paused) == ("judge_error", False)


def test_a_fault_of_the_sandbox_is_tried_again(candidate: User, fake_version: ProblemVersion) -> None:
    row = runs.start_run(candidate, fake_version, "print(1)")
    pipeline.judge(row.pk, ScriptedSandbox([SandboxError("gone", retryable=True)]))
    row.refresh_from_db()
    assert (row.state, row.failures) == (State.QUEUED, 1)
    assert runs.next_run(["cpu"]) is None  # not before its time
    Submission.objects.filter(pk=row.pk).update(not_before=timezone.now())
    assert runs.next_run(["cpu"]) == row.pk


def start(client: Client, version: ProblemVersion, *, scripted: bool, **data: str) -> tuple[int, str]:
    headers = {"hx-request": "true"} if scripted else {}
    address = reverse("run_start", args=[version.problem.slug])
    answer = client.post(address, {"source": "print(1)"} | data, headers=headers)
    return answer.status_code, answer.content.decode() or answer.headers.get("Location", "")


def test_the_page_starts_a_run_and_asks_for_it(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    status, page = start(client, fake_version, scripted=True, typed="mine")
    row = Submission.objects.get()
    assert (status, row.typed) == (200, "mine")
    assert reverse("run_status", args=[row.pk]) in page
    pipeline.judge(row.pk, ScriptedSandbox([Outcome.OK]))
    result = client.get(reverse("run_status", args=[row.pk])).content.decode()
    assert "mine" in result
    assert "hx-get" not in result


def test_what_was_typed_comes_first_and_a_long_value_scrolls_in_a_box() -> None:
    groups = [
        asdict(Group(key, Text(key, key), 0, 0, True, (Case(Text(key, key), False, given="1", got=got),)))
        for key, got in (("shown", "0 " * 4000), ("typed", "2"))
    ]
    ran = {"run": {"state": "done"}, "verdict": new_verdict(groups=groups)}
    page = render_to_string("judge/_run.html", ran)
    assert re.findall("<h3>(.*)</h3>", page) == ["typed", "shown"]
    cut = 'class="cut" tabindex="0"'
    assert re.findall(r"<pre (.*)>(\d)", page) == [("", "1"), ("", "2"), ("", "1"), (cut, "0")]


def test_without_a_script_the_run_has_a_page(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    status, place = start(client, fake_version, scripted=False)
    assert (status, place) == (302, reverse("run", args=[Submission.objects.get().pk]))
    assert client.get(place).status_code == 200


@pytest.mark.parametrize(("scripted", "status"), [(True, 200), (False, 422)])
def test_what_is_refused_is_said_and_kept(
    client: Client, candidate: User, fake_version: ProblemVersion, scripted: bool, status: int
) -> None:
    got, page = start(client, fake_version, scripted=scripted, source="y = 1 #" + "x" * 200)
    assert got == status
    assert "at most 200 are allowed" in page
    assert ("y = 1 #" in page) is not scripted


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.INTERVIEWER, Role.ADMIN])
def test_a_run_is_seen_by_who_started_it_alone(
    client: Client, candidate: User, make_user: MakeUser, fake_version: ProblemVersion, role: Role
) -> None:
    row = finished(candidate, fake_version)
    assert client.get(reverse("run", args=[row.pk])).status_code == 200
    client.force_login(make_user(role, "other"))
    for name in ("run", "run_status", "submission", "submission_status"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, fake_version: ProblemVersion) -> None:
    assert start(client, fake_version, scripted=True)[0] == 401
    address = reverse("run_start", args=[fake_version.problem.slug])
    assert start(client, fake_version, scripted=False) == (302, f"{reverse('account_login')}?next={address}")


def test_the_answer_while_it_runs_takes_few_queries(
    client: Client,
    candidate: User,
    fake_version: ProblemVersion,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    row = runs.start_run(candidate, fake_version, "print(1)")
    with django_assert_num_queries(5):
        client.get(reverse("run_status", args=[row.pk]))
