"""A whole site whose disk is full, whose images are gone, whose engine hangs: nobody loses or is blamed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from judge import limits
from tests.drill.client import Client, Record
from tests.drill.drill import site_of_its_own
from tests.drill.package import Program, programs
from tests.drill.processes import WORKER, keeper_child, send
from tests.engine_proxy import EngineProxy
from tests.site_process import Site

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

MIB = 1024 * 1024
CPU_LIMIT = 6.0  # seconds, of the drill's problem
STATE = "SELECT state, failures FROM judge_submission WHERE id = ?"
VERDICTS = "SELECT code, score FROM judge_verdict WHERE submission_id = ?"


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, EngineProxy]]:
    """A site on a disk of its own, as far as this user may mount one, and the way to its engine."""
    home = tmp_path_factory.mktemp("ground")
    with small_disk(home / "site"), site_of_its_own(home) as (site, proxy):
        yield site, proxy
        assert site.stop() == 0


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.call(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    )
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(site: Site) -> Iterator[None]:
    """No byte is left on the site's disk while the block runs, nor room in the database's log."""
    if not site.home.is_mount():
        pytest.skip("a disk of its own can be mounted by root alone")
    site.write("PRAGMA wal_checkpoint(TRUNCATE)")
    filler = site.home / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (MIB, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    try:
        yield
    finally:
        filler.unlink()


def program(name: str) -> Program:
    (found,) = [one for one in programs() if one.name == name]
    return found


def post(site: Site, name: str) -> int:
    return Client(site, Record()).post(program(name))


def finished(site: Site, number: int) -> list[tuple[str, float]]:
    """The verdicts of the submission once it has any."""
    site.wait(lambda: site.rows(STATE, number)[0][0] == "done", 120)
    return site.rows(VERDICTS, number)


def test_full_disk_refuses_posts_in_words_and_takes_them_again_later(
    ground: tuple[Site, EngineProxy],
) -> None:
    site, _ = ground
    record = Record()
    client = Client(site, record)
    expected = finished(site, client.post(program("add_k")))
    with full(site):
        reply = client.offer(program("add_k"))
        assert (reply.status_code, reply.json()["code"]) == (503, "unavailable")
        page = requests.get(f"{site.url}/problems/", timeout=20)
        assert page.status_code == 200  # what needs no writing goes on
    assert finished(site, client.post(program("add_k"))) == expected


def test_full_disk_keeps_no_verdict_from_being_stored_in_the_end(ground: tuple[Site, EngineProxy]) -> None:
    site, _ = ground
    number = post(site, "never_returns")  # it runs until its limit of CPU time
    site.wait(lambda: site.rows(STATE, number)[0][0] == "running", 60)
    with full(site):
        time.sleep(
            CPU_LIMIT + 5 + 2 * limits.STORE_AGAIN
        )  # nothing can tell when it ended: all logs are full
        assert site.rows(VERDICTS, number) == []
    assert finished(site, number) == [("cpu_time_limit", 0.0)]
    assert site.rows("SELECT attempt, failures FROM judge_submission WHERE id = ?", number) == [(1, 0)]


def test_missing_images_mark_the_worker_off_and_cost_no_submission_anything(
    ground: tuple[Site, EngineProxy],
) -> None:
    site, proxy = ground
    expected = finished(site, post(site, "add_k"))
    numbers = []
    with proxy.without_images():
        while not marked_off(site):  # at first, containers wait that were made before
            numbers.append(post(site, "add_k"))
            site.wait(lambda: marked_off(site) or site.rows(STATE, numbers[-1])[0][0] == "done", 60)
        assert site.rows(STATE, numbers[-1]) == [("queued", 0)]
    assert [finished(site, number) for number in numbers] == [expected] * len(numbers)
    assert {row for number in numbers for row in site.rows(STATE, number)} == {("done", 0)}


def marked_off(site: Site) -> bool:
    """Whether the worker says that an image is missing, and takes nothing."""
    return site.rows("SELECT lanes, trouble LIKE 'Image base%' FROM judge_worker") == [("[]", 1)]


def test_worker_told_to_stop_hands_back_at_once_though_its_engine_hangs(
    ground: tuple[Site, EngineProxy],
) -> None:
    site, proxy = ground
    number = post(site, "never_returns")
    site.wait(lambda: site.rows(STATE, number)[0][0] == "running", 60)
    with proxy.stuck():
        send(keeper_child(site, WORKER), signal.SIGTERM)
        site.wait(lambda: site.rows(STATE, number) == [("queued", 0)], 10)
    assert finished(site, number) == [("cpu_time_limit", 0.0)]
    assert site.rows(STATE, number) == [("done", 0)]
