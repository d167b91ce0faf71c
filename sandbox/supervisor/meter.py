"""How much the candidate has used since a moment, the supervisor's own use not counted."""

from __future__ import annotations

import os
import time

from .cgroup import Cgroup


class Meter:
    """CPU seconds of all the candidate's processes together since it was made, and the bytes of memory that
    they have over ``idle_bytes``, which the container had before any of them."""

    def __init__(self, cgroup: Cgroup, idle_bytes: int) -> None:
        self._cgroup = cgroup
        self._cpu_start = self._cpu()
        self._memory_start = idle_bytes
        self._peak_start = cgroup.memory_peak()
        self._oom_start = cgroup.oom_kills()
        self.sampled_bytes = 0

    def cpu_seconds(self) -> float:
        """CPU time, that of processes which have ended too."""
        return max(0.0, self._cpu() - self._cpu_start)

    def sample_memory(self) -> None:
        """Remember how much is in use now; call this regularly."""
        self.sampled_bytes = max(self.sampled_bytes, self._cgroup.memory() - self._memory_start)

    def peak_bytes(self) -> int:
        """The most memory in use at once. The kernel's high-water mark counts only when the candidate
        has raised it (before, it shows the engine's own start of the container), else the samples."""
        peak = self._cgroup.memory_peak()
        if peak <= self._peak_start:
            return self.sampled_bytes
        return max(self.sampled_bytes, peak - self._cgroup.file_cache() - self._memory_start)

    def oom_kills(self) -> int:
        """How many processes the kernel killed for want of memory."""
        return self._cgroup.oom_kills() - self._oom_start

    def _cpu(self) -> float:
        total = self._cgroup.cpu_seconds()
        return (proc_cpu_seconds() if total is None else total) - time.process_time()


def proc_cpu_seconds(root: str = "/proc") -> float:
    """CPU time of live processes and of the children they have reaped, for a kernel whose control
    group does not count it."""
    ticks = 0
    for name in os.listdir(root):
        if not name.isdigit():
            continue
        try:
            with open(f"{root}/{name}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended, and its parent counts it
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")
