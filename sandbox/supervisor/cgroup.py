"""What the container's own control group says, version 1 or 2, read from inside.

It only reads; the limits themselves are set by the engine from outside.
"""

from __future__ import annotations

import os

ROOT = "/sys/fs/cgroup"


class Cgroup:
    """The control group mounted at ``root``. Bytes and seconds; None is "cannot be read"."""

    def __init__(self, root: str = ROOT) -> None:
        self._root = root
        self.version = 2 if os.path.exists(f"{root}/cgroup.controllers") else 1

    def memory_limit(self) -> int | None:
        """Bytes of memory that the whole container may use."""
        return _number(self._read("memory/memory.limit_in_bytes", "memory.max"))

    def process_limit(self) -> int | None:
        """Processes and threads that the whole container may have."""
        return _number(self._read("pids/pids.max", "pids.max"))

    def cpu_limit(self) -> float | None:
        """Processors that the whole container may keep busy."""
        both = self._read("cpu/cpu.cfs_quota_us", "cpu.max") + " " + self._read("cpu/cpu.cfs_period_us", "")
        numbers = [_number(part) for part in both.split()]
        if len(numbers) != 2 or numbers[0] is None or not numbers[1]:
            return None
        return numbers[0] / numbers[1]

    def cpu_seconds(self) -> float | None:
        """CPU time of all processes that ever ran in the container."""
        if self.version == 2:
            microseconds = _table(self._read("", "cpu.stat")).get("usage_usec")
            return None if microseconds is None else microseconds / 1e6
        nanoseconds = _number(self._read("cpuacct/cpuacct.usage", ""))
        return None if nanoseconds is None else nanoseconds / 1e9

    def memory(self) -> int:
        """Bytes in use now, without ``file_cache``."""
        usage = _number(self._read("memory/memory.usage_in_bytes", "memory.current")) or 0
        return usage - self.file_cache()

    def file_cache(self) -> int:
        """Pages of the image's files: whoever reads them first pays for them, so they would make
        the same program look larger or smaller. Files in a tmpfs are memory and not among them."""
        stat = _table(self._read("memory/memory.stat", "memory.stat"))
        return stat.get("cache" if self.version == 1 else "file", 0) - stat.get("shmem", 0)

    def memory_peak(self) -> int:
        """The most bytes ever in use, ``file_cache`` and the engine's own start included."""
        return _number(self._read("memory/memory.max_usage_in_bytes", "memory.peak")) or 0

    def oom_kills(self) -> int:
        """How many processes the kernel has killed for want of memory."""
        return _table(self._read("memory/memory.oom_control", "memory.events")).get("oom_kill", 0)

    def _read(self, first: str, second: str) -> str:
        """Read the file that has this name in version 1 or that in version 2; "" is none."""
        name = first if self.version == 1 else second
        try:
            with open(f"{self._root}/{name}") as file:
                return file.read()
        except OSError:
            return ""


def _table(text: str) -> dict[str, int]:
    pairs = (line.split() for line in text.splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdigit()}


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdigit() else None
