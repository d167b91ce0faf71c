"""What the doctor is told about the Docker engine: is it there, are the images, is every limit real.

It only looks. The last word has a canary: a real container whose supervisor says what it sees.
"""

from __future__ import annotations

from typing import Any

import docker

from sandbox.image_recipes import BUILD_COMMAND, needed, tag
from sandbox.job import Check

CONTROLLERS = "enable the {} control group controller on this machine and restart the engine"
SWAP = "turn swap off, or boot with swapaccount=1 so that swap can be limited"


def engine_checks(info: dict[str, Any], swap_bytes: int, runtime: str = "") -> list[Check]:
    """Return the checks of what the engine says of itself (``docker info``); ``runtime`` is to be used."""
    security = [option.split(",")[0] for option in info.get("SecurityOptions") or []]
    return [
        Check("Docker engine", True, f"{info['ServerVersion']}, control groups v{info['CgroupVersion']}"),
        _flag(info, "MemoryLimit", "memory"),
        _swap(info, swap_bytes),
        _flag(info, "PidsLimit", "pids"),
        _flag(info, "CpuCfsQuota", "cpu"),
        Check(
            "Engine: seccomp",
            "name=seccomp" in security,
            ", ".join(security) or "no security options",
            "use an engine and a kernel with seccomp",
        ),
        *([_runtime(info, runtime)] if runtime else []),
    ]


def _runtime(info: dict[str, Any], runtime: str) -> Check:
    known = sorted(info.get("Runtimes") or {})
    todo = f"add {runtime} to the engine's runtimes, or take TUNEROOM_SANDBOX_RUNTIME away"
    return Check("Engine: runtime", runtime in known, f"{runtime}; it has {', '.join(known)}", todo)


def image_checks(api: docker.APIClient, gpus: bool) -> list[Check]:
    """Return one check for each image that jobs can ask for; ``gpus``: this machine serves GPUs."""
    return [
        Check(
            f"Image {name}",
            bool(api.images(name=tag(name), quiet=True)),
            tag(name),
            f"run `{BUILD_COMMAND}`",
        )
        for name in needed(gpus)
    ]


def _flag(info: dict[str, Any], key: str, controller: str) -> Check:
    supported = bool(info.get(key))
    detail = "supported" if supported else "not supported"
    return Check(f"Engine: {key}", supported, detail, CONTROLLERS.format(controller))


def _swap(info: dict[str, Any], swap_bytes: int) -> Check:
    if info.get("SwapLimit"):
        return Check("Engine: SwapLimit", True, "supported", SWAP)
    detail = "not supported, but there is no swap" if swap_bytes == 0 else "not supported"
    return Check("Engine: SwapLimit", swap_bytes == 0, detail, SWAP)


def swap_bytes() -> int:
    """Return this machine's swap in bytes; the engine is taken to run on this machine."""
    with open("/proc/meminfo") as file:
        for line in file:
            if line.startswith("SwapTotal:"):
                return int(line.split()[1]) * 1024
    return 0
