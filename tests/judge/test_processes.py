"""Children are restarted when they die, left down when they say so, and all stopped at the end."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from judge.processes import Group, Program


@pytest.fixture(autouse=True)
def signals() -> object:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def program(folder: Path, code: str, final_status: int | None = None) -> Program:
    return Program("child", (sys.executable, "-c", code), folder / "child.log", final_status)


def lines(folder: Path) -> list[str]:
    return (folder / "child.log").read_text().splitlines()


def watch(group: Group, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        group.look()
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_group_restarts_a_child_that_dies(tmp_path: Path) -> None:
    with Group([program(tmp_path, "print('up', flush=True)")]) as group:
        watch(group, 1.5)
    assert len(lines(tmp_path)) >= 2


def test_group_leaves_a_child_down_that_asks_for_it(tmp_path: Path) -> None:
    with Group([program(tmp_path, "print('up', flush=True); raise SystemExit(78)", 78)]) as group:
        watch(group, 1.5)
    assert lines(tmp_path) == ["up"]


def test_group_stops_all_children_when_it_ends(tmp_path: Path) -> None:
    code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    with Group([program(tmp_path, code)]) as group:
        watch(group, 0.5)
    assert not alive(int(lines(tmp_path)[0]))


def test_group_stops_on_a_signal(tmp_path: Path) -> None:
    with Group([program(tmp_path, "import time; time.sleep(60)")]) as group:
        os.kill(os.getpid(), signal.SIGINT)
        started = time.monotonic()
        group.wait()
    assert time.monotonic() - started < 5
