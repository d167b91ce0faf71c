"""The machine that a benchmark ran on, and whether anything else ran on it."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from typing import Any

from benchmarks.sandboxed_training import processor
from sandbox.docker_client import client

BUSY = 0.5  # load average of one minute above which the numbers are not worth much


def facts(address: str = "") -> dict[str, Any]:
    """What a reader must know before comparing; ``address`` is the Docker engine's. Asked before the run, for
    the load would be the benchmark's own later."""
    with client(address) as api:
        version, info = api.version(), api.info()
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": f"{platform.system()} {platform.machine()}",
        "kernel": platform.release(),
        "processor": processor(),
        "processors": os.cpu_count(),
        "memory_bytes": int(info["MemTotal"]),
        "python": platform.python_version(),
        "engine": version["Version"],
        "storage_driver": info["Driver"],
        "cgroup": f"v{info.get('CgroupVersion', '1')}",
        "load_average_before": round(os.getloadavg()[0], 2),
    }
