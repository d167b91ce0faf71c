"""The doctor names what is missing and what to do, and never changes anything."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from judge import doctor, services
from judge.models import Submission, Worker
from questions.models import ProblemVersion
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db


def found() -> dict[str, tuple[bool, str]]:
    return {check.name: (check.ok, check.detail) for check in doctor.examine()}


def test_doctor_misses_worker_and_questions_on_an_empty_site() -> None:
    checks = found()
    assert checks["Question bank"] == (False, "0 questions")
    assert checks["Judging lane cpu"][0] is False
    assert (checks["Database journal"], checks["State folder"]) == ((True, "wal"), (True, "writable"))
    assert Worker.objects.count() == 0


def test_doctor_tells_of_a_paused_problem(fake_version: ProblemVersion) -> None:
    assert found()["Problem fake-problem"] == (True, "version 1.0, published")
    ProblemVersion.objects.update(paused_reason_en="scorer broken")
    assert found()["Problem fake-problem"] == (False, "paused: scorer broken")


def test_doctor_takes_a_reference_in_the_making_as_in_order(
    fake_version: ProblemVersion, make_user: MakeUser
) -> None:
    ProblemVersion.objects.update(published=False)
    missing = found()["Problem fake-problem"]
    run = services.submit(make_user(), fake_version, "x", Submission.Purpose.REFERENCE)
    under_way = found()["Problem fake-problem"]
    services.cancel(run)
    assert missing == (False, "version 1.0, its reference is not made yet")
    assert under_way == (True, "version 1.0, reference in the making (queued, 0 s)")
    assert found()["Problem fake-problem"] == (False, "version 1.0, its reference failed")


def test_doctor_takes_a_lane_that_nobody_serves_as_in_order(fake_version: ProblemVersion) -> None:
    ProblemVersion.objects.update(published=False, lane="gpu")
    assert found()["Problem fake-problem"] == (True, "version 1.0, waits for a worker of the lane gpu")


def test_doctor_prints_json_and_exits_with_1_when_something_is_missing() -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=out)
    printed = json.loads(out.getvalue())
    assert (ended.value.code, printed["ok"]) == (1, False)
    assert {key for check in printed["checks"] for key in check} == {"name", "ok", "detail", "todo"}
    assert [check["name"] for check in printed["checks"] if not check["ok"] and not check["todo"]] == []
