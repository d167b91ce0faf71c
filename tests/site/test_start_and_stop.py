"""One command brings everything up; Ctrl-C leaves nothing behind; the next start is quick."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from tests.engine_proxy import EngineProxy
from tests.site_process import Site

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]


def test_up_stops_in_the_middle_of_a_run_and_goes_on_at_the_next_start(tmp_path: Path) -> None:
    with Site(tmp_path / "home") as site:
        site.start()
        running = "SELECT count(*) FROM judge_submission WHERE state = 'running'"
        site.wait(lambda: site.rows(running) == [(1,)], 60)
        assert site.containers() != []

        assert site.stop() == 0
        assert site.processes() == []
        assert site.containers() == []
        assert site.rows("SELECT state, failures FROM judge_submission") == [("queued", 0)]

        assert site.start() < 10  # nothing changed: it serves at once
        site.wait_until_ready()
        reference = site.rows("SELECT state, failures FROM judge_submission WHERE purpose = 'reference'")
        assert reference == [("done", 0)]
        assert site.rows("SELECT count(*) FROM judge_verdict WHERE code = 'judge_error'") == [(0,)]
        assert site.stop() == 0


def test_a_second_up_on_the_same_folder_is_refused(site: Site) -> None:
    second = Site(site.home, port=site.port)
    with pytest.raises(AssertionError, match="already serves"):
        second.manage("up")


def test_up_on_a_taken_port_is_refused_before_anything_starts(site: Site, tmp_path: Path) -> None:
    second = Site(tmp_path / "home", port=site.port)
    with pytest.raises(AssertionError, match="cannot be served: Address already in use"):
        second.manage("up")
    assert second.processes() == []


def test_start_prints_the_address_the_accounts_and_the_doctors_table(site: Site) -> None:
    for line in (f"Serving {site.url}", "demo-candidate", "demo-admin", "Canary of ngram-language-model"):
        assert line in site.log
    assert "✗" not in site.log


def test_doctor_finds_everything_in_order(site: Site) -> None:
    found = json.loads(site.manage("doctor", "--json"))
    assert [check for check in found["checks"] if not check["ok"]] == []
    assert found["ok"] is True


def test_site_without_an_engine_says_so_and_judges_once_there_is_one(tmp_path: Path) -> None:
    engine = EngineProxy(tmp_path / "engine.sock")
    with Site(tmp_path / "home", more={"TUNEROOM_DOCKER_HOST": f"unix://{engine.path}"}) as site:
        site.start()
        site.wait(lambda: "Doctor" in site.log, 120)
        assert "Judging is off:" in site.log
        workers = "SELECT lanes, trouble LIKE '%Start the Docker engine%' FROM judge_worker"
        site.wait(lambda: site.rows(workers) == [("[]", 1)], 60)
        page = urllib.request.urlopen(f"{site.url}/problems/").read().decode()
        assert "Start the Docker engine" in page

        references = "SELECT state, failures FROM judge_submission WHERE purpose = 'reference'"
        with engine:
            site.wait(lambda: site.rows(references) == [("running", 0)], 120)
        site.wait(lambda: site.rows(references) == [("queued", 0)], 60)
        with engine:
            site.wait(lambda: site.rows(references) == [("done", 0)], 120)
            assert site.rows("SELECT code FROM judge_verdict") == [("accepted",)]
            assert site.stop() == 0
