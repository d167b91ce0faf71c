"""The control group is read the same way in both versions."""

from __future__ import annotations

from pathlib import Path

from sandbox.supervisor.cgroup import Cgroup

VERSION_1 = {
    "memory/memory.limit_in_bytes": "1000000\n",
    "memory/memory.usage_in_bytes": "700000\n",
    "memory/memory.max_usage_in_bytes": "900000\n",
    "memory/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
    "memory/memory.stat": "cache 300000\nrss 1\nshmem 100000\n",
    "pids/pids.max": "65\n",
    "cpu/cpu.cfs_quota_us": "150000\n",
    "cpu/cpu.cfs_period_us": "100000\n",
    "cpuacct/cpuacct.usage": "2500000000\n",
}
VERSION_2 = {
    "cgroup.controllers": "cpu memory pids\n",
    "memory.max": "1000000\n",
    "memory.current": "700000\n",
    "memory.peak": "900000\n",
    "memory.events": "low 0\nhigh 0\nmax 3\noom 2\noom_kill 2\n",
    "memory.stat": "anon 1\nfile 300000\nshmem 100000\n",
    "pids.max": "65\n",
    "cpu.max": "150000 100000\n",
    "cpu.stat": "usage_usec 2500000\nuser_usec 1\n",
}
SEEN = (1_000_000, 65, 1.5, 2.5, 500_000, 200_000, 900_000, 2)


def see(root: Path, files: dict[str, str]) -> tuple[int, tuple[object, ...]]:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    group = Cgroup(str(root))
    return group.version, (
        group.memory_limit(),
        group.process_limit(),
        group.cpu_limit(),
        group.cpu_seconds(),
        group.memory(),
        group.file_cache(),
        group.memory_peak(),
        group.oom_kills(),
    )


def test_version_1_is_read(tmp_path: Path) -> None:
    assert see(tmp_path, VERSION_1) == (1, SEEN)


def test_version_2_is_read(tmp_path: Path) -> None:
    assert see(tmp_path, VERSION_2) == (2, SEEN)


def test_absent_limits_are_none(tmp_path: Path) -> None:
    unlimited = {
        "cgroup.controllers": "",
        "memory.max": "max\n",
        "pids.max": "max\n",
        "cpu.max": "max 100000\n",
    }
    assert see(tmp_path, unlimited) == (2, (None, None, None, None, 0, 0, 0, 0))
