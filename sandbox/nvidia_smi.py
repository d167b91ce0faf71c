"""What ``nvidia-smi`` says of this machine's GPUs. It changes nothing and leases nothing.

The engine is taken to run on this machine. Parts of a GPU (MIG) are not told apart.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

from sandbox import limits
from sandbox.job import SandboxError

PROGRAM = "nvidia-smi"
TODO = (
    "install the NVIDIA driver and the NVIDIA Container Toolkit, or serve this lane on a machine with a GPU"
)
GPU = re.compile(r"(?P<uuid>GPU-[0-9a-f-]+), (?P<name>.+), (?P<total>\d+), (?P<used>\d+)")
UUID = re.compile(r"GPU-[0-9a-f-]+")
NONE_FOUND = "No devices were found"


@dataclass(frozen=True, slots=True)
class Gpu:
    """One GPU; memory in MiB, as the driver counts it."""

    uuid: str
    name: str
    total_mib: int
    used_mib: int


def is_installed() -> bool:
    """Whether this machine has the program at all."""
    return shutil.which(PROGRAM) is not None


def list_gpus() -> list[Gpu]:
    """Return the GPUs of this machine.

    Raises:
        SandboxError: there is no program, or it does not say.
    """
    return [_gpu(line) for line in _ask("--query-gpu=uuid,name,memory.total,memory.used")]


def busy_uuids() -> set[str]:
    """Return the GPUs on which some process computes, whoever's it is.

    Raises:
        SandboxError: there is no program, or it does not say.
    """
    lines = _ask("--query-compute-apps=gpu_uuid,pid")
    return {_readable(UUID.match(line), line).group() for line in lines}


def _gpu(line: str) -> Gpu:
    found = _readable(GPU.fullmatch(line), line)
    return Gpu(found["uuid"], found["name"], int(found["total"]), int(found["used"]))


def _readable(found: re.Match[str] | None, line: str) -> re.Match[str]:
    if found is None:
        raise SandboxError(f"{PROGRAM} says what is not understood: {line[:200]!r}", retryable=False)
    return found


def _ask(query: str) -> list[str]:
    if not is_installed():
        message = f"the job needs a GPU, and this machine has no {PROGRAM}: {TODO}"
        raise SandboxError(message, retryable=False)
    command = [PROGRAM, query, "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=limits.NVIDIA_SMI_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise SandboxError(f"{PROGRAM} does not answer: {problem}", retryable=True) from problem
    said = done.stdout.strip()
    if said == NONE_FOUND:
        return []
    if done.returncode != 0:
        raise SandboxError(f"{PROGRAM} failed: {(said or done.stderr.strip())[:500]}", retryable=True)
    return said.splitlines()
