"""Runs on a whole site: none waits behind a submission, and one whose worker was killed is done again."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.site_process import NGRAM, SOLUTIONS, Site

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(600)]

START = (
    "from pathlib import Path; from accounts.models import User; from judge import runs, selectors; "
    "version = selectors.current_versions().get(problem__slug={slug!r}); "
    "user = User.objects.get(username='demo-candidate'); "
    "print(runs.start_run(user, version, Path({file!r}).read_text(), 'a b').pk)"
)
STATE = "SELECT state FROM judge_submission WHERE id = ?"
VERDICTS = "SELECT attempt, code FROM judge_verdict WHERE submission_id = ?"


def start(site: Site, solution: str) -> int:
    code = START.format(slug=NGRAM, file=str(SOLUTIONS / solution))
    return int(site.manage("shell", "--no-imports", "-c", code))


def test_a_run_waits_behind_no_submission(site: Site) -> None:
    endless = [site.submit(SOLUTIONS / "never_returns.py")["submission"] for _ in range(3)]
    site.wait(lambda: ("running",) in [site.rows(STATE, number)[0] for number in endless], 60)
    began = time.monotonic()
    number = start(site, "witten_bell.py")
    site.wait(lambda: site.rows(STATE, number) == [("done",)], 60)
    took = time.monotonic() - began
    still = [site.rows(STATE, one)[0][0] for one in endless]
    for one in endless:
        site.manage("shell", "--no-imports", "-c", CANCEL.format(number=one))
    site.wait(lambda: all(site.rows(STATE, one) == [("done",)] for one in endless), 120)
    assert site.rows(VERDICTS, number) == [(1, "accepted")]
    assert set(still) - {"done"}, f"the submissions ended before the Run, which took {took:.0f} s"


CANCEL = (
    "from judge import services; from judge.models import Submission; "
    "services.cancel(Submission.objects.get(pk={number}))"
)


def test_a_run_whose_worker_was_killed_is_done_again(site: Site) -> None:
    number = start(site, "never_returns.py")
    site.wait(lambda: site.rows(STATE, number) == [("running",)], 60)
    killed = site.worker_pid()
    os.kill(killed, signal.SIGKILL)
    site.wait(lambda: site.rows(STATE, number) == [("done",)], 240)
    assert site.worker_pid() != killed
    assert site.rows(VERDICTS, number) == [(2, "cpu_time_limit")]
    site.wait(lambda: site.orphans() == [], 60)
