"""The page that compares two submissions: who may, what it needs, what it says."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from judge import selectors, services
from judge.curves import Trace
from judge.models import Submission
from judge.templatetags.verdicts import headline
from questions.models import ProblemVersion
from questions.problem_loader import load_package
from questions.problem_package import read_package
from runners.base import Metric, Text, VerdictCode
from sandbox.job import Point
from tests.conftest import MakeUser
from tests.judge.conftest import Judged
from tests.packages import TOML, write_package
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db


def address(one: Submission, other: Submission) -> str:
    return reverse("compare", args=[one.pk, other.pk])


def test_the_earlier_is_always_the_old_one(client: Client, candidate: User, judged: Judged) -> None:
    old, new = judged(candidate, score=40.0, source="a = 1"), judged(candidate, score=60.0, source="a = 2")
    pages = [client.get(address(*pair)) for pair in ((old, new), (new, old))]
    assert [(page.context["old"].pk, page.context["new"].pk) for page in pages] == [(old.pk, new.pk)] * 2
    assert pages[0].context["score"].by == 20.0


def test_metrics_are_compared_with_their_intervals(client: Client, candidate: User, judged: Judged) -> None:
    def metric(value: float) -> dict[str, object]:
        return asdict(
            Metric("ppl", Text("困惑度", "Perplexity"), value, value - 1, value + 1, "lower", 50.0, 8.0)
        )

    old, new = judged(candidate, metrics=[metric(20.0)]), judged(candidate, metrics=[metric(12.0)])
    page = client.get(address(old, new), headers={"accept-language": "en"}).content.decode()
    assert "Perplexity" in page
    assert "−8" in page


def test_of_a_submission_that_has_no_verdict_yet_the_code_is_compared(
    client: Client, candidate: User, judged: Judged, fake_version: ProblemVersion
) -> None:
    old, new = judged(candidate), services.submit(candidate, fake_version, "print('later')")
    page = client.get(address(old, new))
    assert (page.status_code, "metrics" in page.context) == (200, False)
    assert page.context["diff"].added == 1


def test_a_submission_compared_with_itself_is_its_own_page(
    client: Client, candidate: User, judged: Judged
) -> None:
    row = judged(candidate)
    assert client.get(address(row, row))["Location"] == reverse("submission", args=[row.pk])


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CANDIDATE, 404), (Role.AUTHOR, 404), (Role.INTERVIEWER, 200), (Role.ADMIN, 200)],
)
def test_both_must_be_the_readers_to_see(
    client: Client, make_user: MakeUser, judged: Judged, role: Role, status: int
) -> None:
    reader, other = make_user(role, "reader"), make_user(username="other")
    mine, theirs = judged(reader), judged(other)
    client.force_login(reader)
    pages = [client.get(address(*pair)) for pair in ((mine, theirs), (theirs, mine))]
    assert [page.status_code for page in pages] == [status, status]


def test_another_version_is_said(client: Client, candidate: User, judged: Judged, tmp_path: Path) -> None:
    changed = TOML.replace('version = "1.0"', 'version = "2.0"')
    newer = load_package(read_package(write_package(tmp_path / "fake-problem", changed))).version
    newer.published = True
    newer.save()
    page = client.get(
        address(judged(candidate), judged(candidate, version=newer)), headers={"accept-language": "en"}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "1.0" in text
    assert "2.0" in text


def test_hostile_code_is_text(client: Client, candidate: User, judged: Judged) -> None:
    evil = "x = '<script>alert(1)</script>'\n</pre><img src=x onerror=alert(1)>"
    page = client.get(
        address(judged(candidate, source=evil), judged(candidate, source="y = 2"))
    ).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_curves_are_laid_over_each_other(
    client: Client, candidate: User, fake_version: ProblemVersion, judged: Judged
) -> None:
    rows = []
    for loss in (2.0, 1.0):
        row = services.submit(candidate, fake_version, f"loss = {loss}")
        held = services.claim(row.pk)
        assert held is not None
        trace = Trace()
        trace.add(Point(1, (("loss", loss),)))
        services.keep_curve(held, trace.points())
        rows.append(row)
    curve = client.get(address(*rows)).context["curve"]
    assert curve.columns() == {
        "steps": [1],
        "series": [[f"loss #{rows[0].pk}", [2.0]], [f"loss #{rows[1].pk}", [1.0]]],
        "lines": [(0, 0), (0, 1)],
    }


@pytest.mark.parametrize("asked", ["", "x", "١", "9" * 40, "-1"])
def test_a_number_that_is_none_is_not_found(
    client: Client, candidate: User, judged: Judged, asked: str
) -> None:
    row = judged(candidate)
    assert client.get(reverse("compare_choose", args=[row.pk]), {"with": asked}).status_code == 404


def test_the_chooser_leads_to_the_comparison(client: Client, candidate: User, judged: Judged) -> None:
    old, new = judged(candidate), judged(candidate)
    answer = client.get(reverse("compare_choose", args=[new.pk]), {"with": f"#{old.pk}"})
    assert answer["Location"] == address(new, old)


def test_the_chooser_names_verdicts_as_pages_do(
    client: Client, candidate: User, judged: Judged, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def group(*passed: bool) -> dict[str, object]:
        return {"key": "a", "cases": [{"passed": one, "got": '"passed": false'} for one in passed]}

    wrong = VerdictCode.WRONG_ANSWER
    for groups in ([group(True), group(True)], [group(True), group(True, False)], []):
        judged(candidate, wrong, groups=groups)
    judged(candidate, VerdictCode.REJECTED, groups=[group(True)])
    twice = judged(candidate, wrong, groups=[group(False)])
    again = new_verdict(wrong, groups=[group(True)])
    again.submission, again.attempt = twice, twice.attempt + 1
    services.keep_verdict(again)
    judged(candidate)
    last, *others = selectors.submissions_for(candidate)
    with django_assert_num_queries(1):
        said = [one.words for one in selectors.siblings(last)]
    shown = [headline(row.latest_verdict) for row in others if row.latest_verdict]
    names = ["Below the pass mark", "Rejected by an audit", "Wrong answer", "Wrong answer"]
    assert said == shown == [*names, "Below the pass mark"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    client: Client,
    candidate: User,
    judged: Judged,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    rows = [judged(candidate, VerdictCode.ACCEPTED) for _ in range(count + 1)]
    with django_assert_num_queries(10):
        client.get(address(rows[0], rows[-1]))
