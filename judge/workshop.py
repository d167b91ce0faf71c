"""This process's sandbox, opened once, and its place in the ``Worker`` table."""

from __future__ import annotations

import hashlib
import os
import socket
from dataclasses import asdict
from functools import cache

from django.conf import settings
from django.utils import timezone

from judge.models import Worker
from sandbox.job import Idle, Sandbox
from sandbox.registry import Installation, open_sandbox


@cache
def sandbox() -> Sandbox:
    """The configured backend.

    Raises:
        SandboxError, UnknownSandbox: it cannot be had now.
    """
    return open_sandbox(settings.ENV.sandbox, installation())


def waiting() -> list[Idle]:
    """What the sandbox keeps ready; nothing before it was opened."""
    return sandbox().waiting() if sandbox.cache_info().currsize else []


def close() -> None:
    """Let go of what the sandbox keeps ready, if it was opened."""
    if sandbox.cache_info().currsize:
        sandbox().close()


def installation() -> Installation:
    """This installation's name, never its secret itself, and its place."""
    name = hashlib.sha256(b"name" + settings.INSTALLATION_SECRET).hexdigest()[:12]
    return Installation(
        name=name,
        home=settings.HOME,
        address=settings.ENV.docker_host,
        gpus="gpu" in lanes(),
        runtime=settings.ENV.sandbox_runtime,
    )


def show(trouble: str = "") -> None:
    """Show that this worker lives, and what keeps it from judging ("" when nothing does)."""
    Worker.objects.update_or_create(
        name=worker_name(),
        defaults={
            "lanes": lanes() if not trouble else [],
            "seen_at": timezone.now(),
            "trouble": trouble,
            "waiting": [asdict(idle) for idle in waiting()],
        },
    )


def leave() -> None:
    """Take this worker out of the table."""
    Worker.objects.filter(name=worker_name()).delete()


def lanes() -> list[str]:
    """The queues that this machine serves."""
    return [lane.strip() for lane in settings.ENV.lanes.split(",") if lane.strip()]


def worker_name() -> str:
    """Host and process."""
    return f"{socket.gethostname()}:{os.getpid()}"
