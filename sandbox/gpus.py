"""Leases this machine's GPUs, each to one job at a time, across threads and processes.

A lease is a lock on a file in the installation's home, so the kernel frees it when its process dies.
Two installations on one machine do not see each other's locks, only each other's running processes.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sandbox import limits
from sandbox.job import Cancelled, Check, SandboxError
from sandbox.nvidia_smi import TODO, busy_uuids, is_installed, list_gpus

log = logging.getLogger(__name__)


class LeaseCancelled(Exception):
    """The job was cancelled while it waited for a GPU."""


class Gpus:
    """The GPUs of this machine, as the processes of the installation at ``home`` share them."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "gpus"

    @contextmanager
    def lease(self, count: int, cancelled: Cancelled) -> Iterator[tuple[str, ...]]:
        """Hold ``count`` GPUs and give their UUIDs. The container must be gone when the block ends:
        then each GPU must be as it was before, else it is taken out of service.

        Raises:
            SandboxError: there are not so many, none became free in time, or one was left dirty.
            LeaseCancelled: ``cancelled`` said so while it waited.
        """
        if count == 0:
            yield ()
            return
        with ExitStack() as held:
            before = self._wait(count, cancelled, held)
            try:
                yield tuple(before)
            except BaseException:
                self._retire_dirty(before)  # it is logged; what is raised is the first thing that failed
                raise
            dirty = self._retire_dirty(before)
            if dirty:
                raise SandboxError("taken out of service: " + "; ".join(dirty), retryable=True)

    def checks(self, asked: bool) -> list[Check]:
        """Return the doctor's lines: one for each GPU. Only where GPUs are ``asked`` for is it a fault
        that there is none, or that one is out of service."""
        try:
            gpus = list_gpus() if asked or is_installed() else []
        except SandboxError as problem:
            return [Check("GPUs", False, str(problem), TODO)] if asked else []
        if asked and not gpus:
            return [Check("GPUs", False, "none", TODO)]
        lines = []
        for gpu in gpus:
            why = self._out_of_service(gpu.uuid)
            detail = why or f"{gpu.name}, {gpu.used_mib} of {gpu.total_mib} MiB in use"
            todo = f"end what still runs on it, then delete {self._mark(gpu.uuid)}"
            lines.append(Check(f"GPU {gpu.uuid}", not why or not asked, detail, todo))
        return lines

    # Taking.

    def _wait(self, count: int, cancelled: Cancelled, held: ExitStack) -> dict[str, int]:
        deadline = time.monotonic() + limits.GPU_WAIT_SECONDS
        while True:
            taken = self._try(count, held)
            if taken:
                return taken
            if cancelled():
                raise LeaseCancelled
            if time.monotonic() >= deadline:
                message = f"no GPU became free in {limits.GPU_WAIT_SECONDS:g} s"
                raise SandboxError(message, retryable=True)
            time.sleep(limits.GPU_POLL_SECONDS)

    def _try(self, count: int, held: ExitStack) -> dict[str, int]:
        """Take ``count`` free GPUs at once and return the MiB in use on each; or take none, {}.

        Whether one is busy is asked before, so as not to lock what is no use, and again under the lock:
        the container of a worker that was killed may live a moment longer than its lock.
        """
        busy = busy_uuids()
        candidates = [uuid for uuid in self._in_service(count) if uuid not in busy]
        with ExitStack() as tried:
            taken: list[str] = []
            for uuid in candidates:
                if len(taken) < count and self._lock(uuid, tried):
                    taken.append(uuid)
            if len(taken) < count or busy_uuids() & set(taken):
                return {}
            used = {gpu.uuid: gpu.used_mib for gpu in list_gpus()}
            held.push(tried.pop_all())
            return {uuid: used[uuid] for uuid in taken}

    def _in_service(self, count: int) -> list[str]:
        found = [gpu.uuid for gpu in list_gpus()]
        usable = [uuid for uuid in found if not self._out_of_service(uuid)]
        if len(usable) < count:
            message = (
                f"the job needs {count} GPU(s); {len(usable)} of this machine's {len(found)} are in service"
            )
            raise SandboxError(message, retryable=len(found) >= count)
        return usable

    def _lock(self, uuid: str, held: ExitStack) -> bool:
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._folder / f"{uuid}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        held.callback(_unlock, descriptor)
        return True

    # Giving back.

    def _retire_dirty(self, before: dict[str, int]) -> list[str]:
        """Take out of service each GPU that does not become as it was; say in words which and why."""
        dirty = _wait_until_clean(before)
        for uuid, why in dirty.items():
            self._mark(uuid).write_text(f"{why}\n")
            log.error("GPU %s is out of service: %s", uuid, why)
        return [f"GPU {uuid}: {why}" for uuid, why in dirty.items()]

    def _out_of_service(self, uuid: str) -> str:
        try:
            return f"out of service: {self._mark(uuid).read_text().strip()}"
        except FileNotFoundError:
            return ""

    def _mark(self, uuid: str) -> Path:
        return self._folder / f"{uuid}.out-of-service"


def _wait_until_clean(before: dict[str, int]) -> dict[str, str]:
    """Return why a GPU is not as it was ``before``; for a while, since a driver takes its time."""
    deadline = time.monotonic() + limits.GPU_CLEAN_SECONDS
    while True:
        dirty = _dirty(before)
        if not dirty or time.monotonic() >= deadline:
            return dirty
        time.sleep(limits.GPU_POLL_SECONDS)


def _dirty(before: dict[str, int]) -> dict[str, str]:
    try:
        busy, now = busy_uuids(), {gpu.uuid: gpu.used_mib for gpu in list_gpus()}
    except SandboxError as problem:
        return dict.fromkeys(before, str(problem))
    found = {}
    for uuid, used in before.items():
        if uuid not in now:
            found[uuid] = "it is no longer there after a job"
        elif uuid in busy:
            found[uuid] = "a process computes on it after the job's container was removed"
        elif now[uuid] > used + limits.GPU_SLACK_MIB:
            found[uuid] = f"{now[uuid]} MiB are in use after a job, {used} MiB before it"
    return found


def _unlock(descriptor: int) -> None:
    """Unlock by name: a forked child may hold a copy of the descriptor."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)
