"""What the container's own control group measures, version 1 or 2, read from inside.

It only reads; the limits themselves are set by the engine from outside.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

ROOT = "/sys/fs/cgroup"
V2 = os.path.exists(f"{ROOT}/cgroup.controllers")


def _read(path: str) -> str:
    try:
        with open(f"{ROOT}/{path}") as file:
            return file.read()
    except OSError:
        return ""


def _table(text: str) -> dict[str, int]:
    pairs = (line.split() for line in text.splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdigit()}


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdigit() else None


def memory_limit() -> int | None:
    """Bytes of memory that the whole container may use; None where no limit can be read."""
    return _number(_read("memory.max" if V2 else "memory/memory.limit_in_bytes"))


def process_limit() -> int | None:
    """Processes and threads that the whole container may have; None where no limit can be read."""
    return _number(_read("pids.max" if V2 else "pids/pids.max"))


def cpu_limit() -> float | None:
    """Processors that the whole container may keep busy; None where no limit can be read."""
    parts = (
        _read("cpu.max").split() if V2 else [_read("cpu/cpu.cfs_quota_us"), _read("cpu/cpu.cfs_period_us")]
    )
    numbers = [_number(part) for part in parts]
    if len(numbers) != 2 or numbers[0] is None or not numbers[1]:
        return None
    return numbers[0] / numbers[1]


def _cgroup_cpu() -> float | None:
    if V2:
        usage = _table(_read("cpu.stat")).get("usage_usec")
        return None if usage is None else usage / 1e6
    nanoseconds = _number(_read("cpuacct/cpuacct.usage"))
    return None if nanoseconds is None else nanoseconds / 1e9


def _proc_cpu() -> float:
    """Sum over live processes and reaped children, for a kernel without the cgroup's counter."""
    ticks = 0
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def counts_cpu() -> bool:
    """Say whether the control group itself counts CPU time."""
    return _cgroup_cpu() is not None


class Meter:
    """CPU and memory that the candidate used since the meter was made, the supervisor's own not
    counted. Seconds and bytes."""

    def __init__(self) -> None:
        self._cpu_source: Callable[[], float | None] = _cgroup_cpu if counts_cpu() else _proc_cpu
        self._cpu_start = self._cpu()
        self._memory_start = self._memory()
        self._peak_start = self._kernel_peak()
        self._oom_start = self._ooms()
        self._sampled = 0

    def cpu_seconds(self) -> float:
        """CPU seconds of all processes together, dead ones too."""
        return max(0.0, self._cpu() - self._cpu_start)

    def sample_memory(self) -> None:
        """Remember how much is in use now; call this regularly."""
        self._sampled = max(self._sampled, self._memory() - self._memory_start)

    def peak_bytes(self) -> int:
        """Most memory in use at once: the kernel's high-water mark once the candidate has raised it
        (before, it still shows the engine's own start of the container), else the samples'."""
        peak = self._kernel_peak()
        if peak > self._peak_start:
            return max(self._sampled, peak - self._file_cache() - self._memory_start)
        return self._sampled

    def oom_kills(self) -> int:
        """How many processes the kernel killed for memory since the start."""
        return self._ooms() - self._oom_start

    def _cpu(self) -> float:
        return (self._cpu_source() or 0.0) - time.process_time()

    def _memory(self) -> int:
        usage = _number(_read("memory.current" if V2 else "memory/memory.usage_in_bytes"))
        return (usage or 0) - self._file_cache()

    def _file_cache(self) -> int:
        """Pages of the image's files: whoever reads them first pays for them, so they would make
        the same program look larger or smaller. Files in a tmpfs are memory and stay counted."""
        stat = _table(_read("memory.stat" if V2 else "memory/memory.stat"))
        return stat.get("file" if V2 else "cache", 0) - stat.get("shmem", 0)

    def _kernel_peak(self) -> int:
        return _number(_read("memory.peak" if V2 else "memory/memory.max_usage_in_bytes")) or 0

    def _ooms(self) -> int:
        return _table(_read("memory.events" if V2 else "memory/memory.oom_control")).get("oom_kill", 0)
