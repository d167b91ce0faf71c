"""The pages of rejudges: who may, what they say, what a fault leaves as it was."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from judge import rejudge_services
from judge.models import Submission
from judge.rejudge_models import Rejudge
from tests.conftest import MakeUser
from tests.judge.conftest import Judged
from tests.judge.test_rejudge import RIGHT, WRONG, judged_again, next_run, planned, reviewer  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def rejudge(client: Client, reviewer: User, make_user: MakeUser, judged: Judged) -> Rejudge:  # noqa: F811
    client.force_login(reviewer)
    return planned(reviewer, judged(make_user(username="ann"), WRONG, score=40.0))


def told(answer: HttpResponse) -> list[str]:
    return [message.level_tag for message in get_messages(answer.wsgi_request)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CANDIDATE, 403), (Role.AUTHOR, 403), (Role.INTERVIEWER, 200), (Role.ADMIN, 200)],
)
def test_only_interviewers_rejudge(
    client: Client, rejudge: Rejudge, make_user: MakeUser, role: Role, status: int
) -> None:
    client.force_login(make_user(role))
    places = [reverse("rejudges"), reverse("rejudge_plan"), reverse("rejudge", args=[rejudge.pk])]
    assert [client.get(place).status_code for place in places] == [status] * 3


@pytest.mark.parametrize("act", ["rejudge_start", "rejudge_apply", "rejudge_discard"])
def test_candidates_change_nothing(client: Client, rejudge: Rejudge, make_user: MakeUser, act: str) -> None:
    client.force_login(make_user())
    assert client.post(reverse(act, args=[rejudge.pk])).status_code == 403
    rejudge.refresh_from_db()
    assert rejudge.stage == Rejudge.Stage.PLANNED


def test_a_plan_from_the_form(client: Client, rejudge: Rejudge) -> None:
    item = rejudge.items.get()
    sent = {"submissions": f"#{item.submission_id}，{10**9}", "reason": "mended\r\nat last"}
    answer = client.post(reverse("rejudge_plan"), sent)
    made = Rejudge.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, reverse("rejudge", args=[made.pk]))
    assert (made.reason, made.chosen["submissions"]) == ("mended\nat last", [item.submission_id, 10**9])
    assert list(made.items.values_list("submission", flat=True)) == [item.submission_id]


@pytest.mark.parametrize(
    ("sent", "faulty"),
    [
        ({"submissions": "12, twelve", "reason": "why"}, "submissions"),
        ({"submissions": "9" * 19, "reason": "why"}, "submissions"),
        ({"problem": "unknown", "reason": "why"}, "problem"),
        ({"version": "x", "reason": "why"}, "version"),
        ({"submissions": "1", "reason": " "}, "reason"),
        ({"verdict": "accepted", "reason": "why"}, "__all__"),
        ({"submissions": "999999", "reason": "why"}, "__all__"),
        ({"submissions": "1", "reason": "x" * 2001}, "reason"),
    ],
)
def test_what_is_no_plan_is_told_and_nothing_is_lost(
    client: Client, rejudge: Rejudge, sent: dict[str, str], faulty: str
) -> None:
    page = client.post(reverse("rejudge_plan"), sent)
    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (422, [faulty])
    assert form["reason"].value() == sent["reason"]
    assert Rejudge.objects.count() == 1


def test_the_form_is_filled_in_by_its_address(client: Client, rejudge: Rejudge) -> None:
    page = client.get(reverse("rejudge_plan"), {"submissions": "12"})
    assert page.context["form"]["submissions"].value() == "12"


def test_start_and_discard(client: Client, rejudge: Rejudge) -> None:
    stages = []
    for act in ("rejudge_start", "rejudge_discard", "rejudge_apply"):
        answer = client.post(reverse(act, args=[rejudge.pk]))
        rejudge.refresh_from_db()
        stages.append((rejudge.stage, told(answer)[-1]))
    assert stages == [("running", "success"), ("discarded", "success"), ("discarded", "error")]


def test_apply_and_every_verdict_is_shown(client: Client, rejudge: Rejudge) -> None:
    judged_again(rejudge, (RIGHT, 90.0))
    page = client.get(reverse("rejudge", args=[rejudge.pk]))
    assert [line.score.by for line in page.context["lines"]] == [50.0]
    assert told(client.post(reverse("rejudge_apply", args=[rejudge.pk]))) == ["success"]
    item = rejudge.items.get()
    page = client.get(reverse("submission", args=[item.submission_id]))
    assert [(one.code, one.score) for one in page.context["verdicts"]] == [
        ("accepted", 90.0),
        ("wrong_answer", 40.0),
    ]
    assert "_all_verdicts" in str([template.name for template in page.templates])


def test_what_is_left_can_be_applied(client: Client, rejudge: Rejudge) -> None:
    judged_again(rejudge, (RIGHT, 90.0))
    Rejudge.objects.update(stage=Rejudge.Stage.APPLIED)  # as if the process had died right then
    page = client.get(reverse("rejudge", args=[rejudge.pk]))
    assert (page.context["summary"].left, page.context["open"]) == (1, False)
    client.post(reverse("rejudge_apply", args=[rejudge.pk]))
    page = client.get(reverse("rejudge", args=[rejudge.pk]))
    assert (page.context["summary"].left, page.context["summary"].applied) == (0, 1)


def test_interviewers_open_the_dry_run_and_candidates_do_not(
    client: Client, rejudge: Rejudge, make_user: MakeUser
) -> None:
    judged_again(rejudge, (RIGHT, 90.0))
    run = Submission.objects.get(purpose=Submission.Purpose.REJUDGE)
    address = reverse("submission", args=[run.pk])
    seen = [client.get(address).status_code]
    client.force_login(rejudge.items.get().submission.author)
    assert [*seen, client.get(address).status_code] == [200, 404]
    assert run.pk not in [row.pk for row in client.get(reverse("submissions")).context["page"].object_list]


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_for_one_and_for_many(
    client: Client,
    rejudge: Rejudge,
    reviewer: User,  # noqa: F811
    make_user: MakeUser,
    judged: Judged,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [judged(make_user(username=f"user{n}"), WRONG, score=40.0) for n in range(count)]
    many = judged_again(planned(reviewer, *rows), *[(RIGHT, 90.0)] * count)
    for _ in range(count - 1):
        planned(reviewer, *rows)
    with django_assert_num_queries(10):
        page = client.get(reverse("rejudge", args=[many.pk]))
    assert len(page.context["lines"]) == count
    with django_assert_num_queries(5):
        client.get(reverse("rejudges"))


def test_hostile_reasons_are_text(client: Client, rejudge: Rejudge) -> None:
    Rejudge.objects.update(reason="<script>alert(1)</script>")
    for address in (reverse("rejudge", args=[rejudge.pk]), reverse("rejudges")):
        assert "<script>alert" not in client.get(address).content.decode()


def test_a_running_page_asks_for_its_outcome_alone(client: Client, rejudge: Rejudge) -> None:
    address = reverse("rejudge", args=[rejudge.pk])
    asking = {"headers": {"HX-Request": "true", "HX-Target": "outcome"}}
    rejudge_services.start(rejudge)
    (seen,) = re.findall(r'"seen": "(\w+)"', client.get(address).content.decode())
    assert client.get(address, {"seen": seen}, **asking).status_code == 204
    next_run(RIGHT, score=90.0)
    rejudge_services.feed()
    ended = client.get(address, {"seen": seen}, **asking).content.decode()
    assert ["<html" in ended, "data-live" in ended] == [False, False]
    assert reverse("rejudge_apply", args=[rejudge.pk]) in ended
    client.logout()
    assert client.get(address, {"seen": seen}, **asking).status_code == 401


def test_a_running_page_reloads_only_without_scripts(client: Client, rejudge: Rejudge) -> None:
    rejudge_services.start(rejudge)
    page = client.get(reverse("rejudge", args=[rejudge.pk])).content.decode()
    refresh = r'<noscript>\s*<meta http-equiv="refresh" content="5">\s*</noscript>'
    assert (len(re.findall(refresh, page)), page.count('http-equiv="refresh"')) == (1, 1)
