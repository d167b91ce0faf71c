"""The meter counts from its own start and leaves out what is not the candidate's."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sandbox.supervisor.cgroup import Cgroup
from sandbox.supervisor.meter import Meter, proc_cpu_seconds


def write(root: Path, usage: int, cache: int, peak: int, oom_kills: int = 0) -> None:
    (root / "memory").mkdir(exist_ok=True)
    (root / "memory/memory.usage_in_bytes").write_text(str(usage))
    (root / "memory/memory.stat").write_text(f"cache {cache}\nshmem 0\n")
    (root / "memory/memory.max_usage_in_bytes").write_text(str(peak))
    (root / "memory/memory.oom_control").write_text(f"oom_kill {oom_kills}\n")


def test_peak_is_sampled_until_the_mark_is_raised(tmp_path: Path) -> None:
    write(tmp_path, usage=100, cache=40, peak=500)
    meter = Meter(Cgroup(str(tmp_path)), 60)
    write(tmp_path, usage=200, cache=60, peak=500)
    meter.sample_memory()
    assert meter.peak_bytes() == 80
    write(tmp_path, usage=150, cache=60, peak=700)
    assert (meter.peak_bytes(), meter.sampled_bytes) == (700 - 60 - 60, 80)


def test_oom_kills_are_those_since_the_start(tmp_path: Path) -> None:
    write(tmp_path, 1, 0, 1, oom_kills=2)
    meter = Meter(Cgroup(str(tmp_path)), 0)
    assert meter.oom_kills() == 0
    write(tmp_path, 1, 0, 1, oom_kills=5)
    assert meter.oom_kills() == 3


def test_own_cpu_time_is_not_counted(tmp_path: Path) -> None:
    (tmp_path / "cpuacct").mkdir()
    usage = tmp_path / "cpuacct/cpuacct.usage"
    usage.write_text("1000000000")
    meter = Meter(Cgroup(str(tmp_path)), 0)
    before = time.process_time()
    while time.process_time() - before < 0.05:
        pass
    assert meter.cpu_seconds() == 0.0
    usage.write_text("3000000000")
    assert 1.8 < meter.cpu_seconds() < 2.0


def test_processes_are_summed_without_the_counter(tmp_path: Path) -> None:
    ticks = os.sysconf("SC_CLK_TCK")
    for pid, (user, system, reaped) in {"1": (ticks, 0, 0), "7": (0, ticks, 2 * ticks)}.items():
        (tmp_path / pid).mkdir()
        fields = f"S 1 1 1 0 -1 0 0 0 0 0 {user} {system} {reaped} 0 20 0 1 0"
        (tmp_path / pid / "stat").write_text(f"{pid} (a ) name) {fields}")
    (tmp_path / "self").mkdir()
    assert proc_cpu_seconds(str(tmp_path)) == 4.0
