"""A rejudge on a whole site: scheduler, queue, worker and sandbox are the real ones."""

from __future__ import annotations

import pytest

from tests.site_process import SOLUTIONS, Site

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(300)]

SCORES = "SELECT attempt, code, score FROM judge_verdict WHERE submission_id = ? ORDER BY attempt"


def test_the_same_code_is_judged_alike_and_its_new_verdict_stands_beside_the_old_one(site: Site) -> None:
    number = site.submit(SOLUTIONS / "document_bugs.py", "--wait")["submission"]
    ((_, code, score),) = site.rows(SCORES, number)
    site.manage("rejudge", "plan", "--reason", "to see", "--submission", str(number), "--start")
    ((rejudge,),) = site.rows("SELECT MAX(id) FROM judge_rejudge")
    stage = "SELECT stage FROM judge_rejudge WHERE id = ?"
    site.wait(lambda: site.rows(stage, rejudge) == [("ready",)], 120)
    shown = site.manage("rejudge", "show", str(rejudge))
    before = site.rows(SCORES, number)
    site.manage("rejudge", "apply", str(rejudge))
    assert shown.splitlines()[0].endswith("1 of 1 judged, 0 would change, 1 would not, 0 failed, 0 applied")
    assert before == [(1, code, score)]
    assert site.rows(SCORES, number) == [(1, code, score), (2, code, score)]
