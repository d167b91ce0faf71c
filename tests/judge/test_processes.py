"""Children are restarted when they die, all stopped at the end, and end when their keeper is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from judge import processes
from judge.processes import Group, Program


@pytest.fixture(autouse=True)
def signals() -> object:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def program(folder: Path, code: str) -> Program:
    return Program("child", (sys.executable, "-c", code), folder / "child.log")


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


def test_group_restarts_soon_what_ran_steadily(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STEADY_AFTER", 0.1)
    monkeypatch.setattr(processes, "RESTART_DELAYS", (0.0, 60.0))
    with Group([program(tmp_path, "import time; print('up', flush=True); time.sleep(0.2)")]) as group:
        watch(group, 3)
    assert len(lines(tmp_path)) > 2


def test_group_gives_every_child_its_time_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP_SECONDS", 2.0)
    hangs = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    takes_a_second = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (time.sleep(1), print('clean', flush=True), sys.exit()))
print('up', flush=True)
time.sleep(60)
"""
    with Group([program(tmp_path / "other", hangs), program(tmp_path, takes_a_second)]) as group:
        watch(group, 1)
    assert lines(tmp_path) == ["up", "clean"]


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


def test_children_end_when_their_keeper_is_killed(tmp_path: Path) -> None:
    keeper = f"""
import sys
from pathlib import Path
from judge.processes import Group, Program
code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
with Group([Program("child", (sys.executable, "-c", code), Path({str(tmp_path)!r}) / "child.log")]) as group:
    group.wait()
"""
    process = subprocess.Popen([sys.executable, "-c", keeper])
    wait_until(lambda: (tmp_path / "child.log").exists() and lines(tmp_path) != [])
    process.kill()
    process.wait()
    wait_until(lambda: not alive(int(lines(tmp_path)[0])))


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
