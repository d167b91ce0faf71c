"""Watches the limits of one run and says which was broken first. It ends nothing itself."""

from __future__ import annotations

import os
import time
from typing import Any

from .cgroup import Cgroup
from .child import WORK
from .exchange import Exchange
from .meter import Meter

TICK = 0.02
MOST_AT_ONCE = 1.0  # seconds between two looks: beyond that the whole container was stopped, by no candidate


class Fault:
    """How a run went wrong: outcome, a reason in words, and (limit, allowed, measured) if one broke."""

    def __init__(
        self, outcome: str, reason: str = "", breach: tuple[str, float, float] | None = None
    ) -> None:
        self.outcome, self.reason, self.breach = outcome, reason, breach


class Watch:
    """Clock and meter of a run, from the moment it is made. ``elapsed`` are the seconds that count: not those
    in which the host owed us something, and not those in which everything here stood still."""

    def __init__(self, limits: dict[str, Any], idle_bytes: int) -> None:
        self._limits = limits
        self.meter = Meter(Cgroup(), idle_bytes)
        self._looked = self._ticked = time.monotonic()
        self.elapsed = 0.0

    @property
    def due(self) -> bool:
        """Whether it is time to look again."""
        return time.monotonic() - self._looked >= TICK

    def tick(self, counts: bool) -> float:
        """Let the clock go on by the time since the last call, if that ``counts``; return what it shows."""
        now = time.monotonic()
        if counts:
            self.elapsed += min(now - self._ticked, MOST_AT_ONCE)
        self._ticked = now
        return self.elapsed

    def look(self, exchange: Exchange | None, running: bool) -> Fault | None:
        """Return the limit that is broken now, if any. The clock counts only while ``running``."""
        self._looked = time.monotonic()
        self.meter.sample_memory()
        return (
            self._memory()
            or self._cpu(exchange)
            or (self._wall(exchange) if running else None)
            or self._disk()
        )

    def _memory(self) -> Fault | None:
        allowed = self._limits["memory_bytes"]
        if self.meter.oom_kills() or self.meter.sampled_bytes > allowed:
            return Fault("memory", "", ("memory_bytes", allowed, max(allowed, self.meter.peak_bytes())))
        return None

    def _cpu(self, exchange: Exchange | None) -> Fault | None:
        used, allowed = self.meter.cpu_seconds(), self._limits["cpu_seconds"]
        if used > allowed:
            return Fault("cpu_time", "", ("cpu_seconds", allowed, used))
        if exchange and exchange.cpu_limit is not None and used - exchange.cpu_start > exchange.cpu_limit:
            measured = used - exchange.cpu_start
            return Fault("cpu_time", "", ("exchange_cpu_seconds", exchange.cpu_limit, measured))
        return None

    def _wall(self, exchange: Exchange | None) -> Fault | None:
        allowed = self._limits["wall_seconds"]
        if self.elapsed > allowed:
            return Fault("wall_time", "", ("wall_seconds", allowed, self.elapsed))
        if exchange and exchange.wall_limit is not None:
            measured = self.elapsed - exchange.wall_start
            if measured > exchange.wall_limit:
                return Fault("wall_time", "", ("exchange_wall_seconds", exchange.wall_limit, measured))
        return None

    def _disk(self) -> Fault | None:
        allowed, disk = self._limits["disk_bytes"], os.statvfs(WORK)
        if disk.f_bavail and disk.f_favail:
            return None
        if not disk.f_favail:
            return Fault("bad_artifact", "too many files", ("files", disk.f_files, disk.f_files))
        used = (disk.f_blocks - disk.f_bavail) * disk.f_frsize
        return Fault("bad_artifact", "disk full", ("disk_bytes", allowed, used))
