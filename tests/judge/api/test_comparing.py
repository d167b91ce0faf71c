"""Two submissions compared in the API."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from accounts.models import User
from judge import services
from questions.models import ProblemVersion
from runners.base import Metric, Text
from tests.conftest import MakeUser
from tests.judge.api.conftest import Call
from tests.judge.conftest import Judged

pytestmark = pytest.mark.django_db


def test_what_changed_is_told_from_the_earlier_to_the_later(
    call: Call, candidate: User, judged: Judged
) -> None:
    values = [Metric("m", Text("准", "Acc"), value, None, None, "higher") for value in (0.5, 0.75)]
    first, second = (
        judged(candidate, source=source, score=score, metrics=[asdict(metric)])
        for source, score, metric in zip(("a\nb", "a\nc\nd"), (40.0, 60.0), values, strict=True)
    )
    found = call("GET", f"submissions/{second.pk}/compare/{first.pk}/").json()
    assert (found["old"], found["new"]) == (first.pk, second.pk)
    assert found["score"]["by"] == 20.0
    assert [(one["title"]["en"], one["by"], one["improved"]) for one in found["metrics"]] == [
        ("Acc", 0.25, True)
    ]
    assert found["lines"] == [{"old": [2], "new": [2, 3]}]


def test_only_ones_own_are_compared(
    call: Call, candidate: User, make_user: MakeUser, fake_version: ProblemVersion, judged: Judged
) -> None:
    mine, theirs = judged(candidate), services.submit(make_user(username="other"), fake_version, "x")
    assert call("GET", f"submissions/{mine.pk}/compare/{theirs.pk}/").status_code == 404
    same = call("GET", f"submissions/{mine.pk}/compare/{mine.pk}/")
    assert (same.status_code, same.json()["code"]) == (400, "same_submission")
