"""Submissions through the real queue, sandbox and scorer, by the command line."""

from __future__ import annotations

import os
import signal

import pytest

from tests.site_process import SOLUTIONS, Site

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

KEYS = {"submission", "verdict", "score", "groups", "metrics", "audits", "resources", "timing"}


def test_submit_of_the_reference_is_accepted_and_repeats_to_the_last_digit(site: Site) -> None:
    first = site.submit(SOLUTIONS / "reference.py", "--wait")
    second = site.submit(SOLUTIONS / "reference.py", "--wait")
    assert first["verdict"] == "accepted"
    assert first["score"] >= 95
    assert set(first) >= KEYS
    assert (second["score"], second["metrics"], second["groups"]) == (
        first["score"],
        first["metrics"],
        first["groups"],
    )


def test_submit_says_how_long_everything_but_the_process_took(site: Site) -> None:
    timing = site.submit(SOLUTIONS / "empty.py", "--wait")["timing"]
    whole = (timing["stored"] - timing["accepted"]) * 1000
    assert timing["overhead_ms"] == pytest.approx(whole - timing["process_ms"], abs=0.01)
    assert 0 < timing["overhead_ms"] < 5000


def test_submit_of_the_documents_bugs_makes_both_plain(site: Site) -> None:
    found = site.submit(SOLUTIONS / "document_bugs.py", "--wait")
    messages = [
        case["message"]["en"] for group in found["groups"] for case in group["cases"] if case["message"]
    ]
    assert found["verdict"] == "wrong_answer"
    assert any("characters" in message for message in messages)
    assert any("last n-gram" in message for message in messages)


def test_worker_killed_in_the_middle_of_a_run_gives_exactly_one_verdict(site: Site) -> None:
    number = site.submit(SOLUTIONS / "reference.py")["submission"]
    state = "SELECT state FROM judge_submission WHERE id = ?"
    site.wait(lambda: site.rows(state, number) == [("running",)], 120)
    killed = site.worker_pid()
    os.kill(killed, signal.SIGKILL)
    site.wait(lambda: site.rows(state, number) == [("done",)], 180)

    assert site.worker_pid() != killed
    verdicts = site.rows("SELECT attempt, code FROM judge_verdict WHERE submission_id = ?", number)
    assert verdicts == [(2, "accepted")]
    site.wait(lambda: site.orphans() == [], 60)
