"""The faults of the drill. Each harms one part of a running site for a few seconds and then lets it be.

A fault knows nothing of what should come of it; ``findings`` does.
"""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import docker

from tests.drill.processes import SCHEDULER, WEB, WORKER, children, keeper_child, paused, send
from tests.engine_proxy import EngineProxy
from tests.site_process import Site

Seconds = tuple[float, float]
SHORT: Seconds = (3, 8)
OVER_THE_LEASE: Seconds = (24, 28)
"""Longer than a lease and than SQLite's patience, which are 20 s each."""
OVER_A_CALL: Seconds = (33, 38)
"""Longer than any call to the engine may take."""


@dataclass
class Field:
    """What faults act on."""

    site: Site
    proxy: EngineProxy
    rng: random.Random

    def wait(self, seconds: Seconds) -> None:
        """Let some time pass, as the seed says."""
        time.sleep(self.rng.uniform(*seconds))

    def process(self, command: str) -> int | None:
        """One of the site's processes."""
        return keeper_child(self.site, command)


@dataclass(frozen=True, slots=True)
class Fault:
    """``part`` is what it harms: two faults of one part never overlap. ``strike`` harms, waits and heals."""

    name: str
    part: str
    strike: Callable[[Field], None]


def _killed(command: str, number: signal.Signals = signal.SIGKILL) -> Callable[[Field], None]:
    def strike(field: Field) -> None:
        send(field.process(command), number)

    return strike


def _paused(command: str, seconds: Seconds) -> Callable[[Field], None]:
    def strike(field: Field) -> None:
        with paused(field.process(command)):
            field.wait(seconds)

    return strike


def _web_worker_killed(field: Field) -> None:
    master = field.process(WEB)
    workers = children(master) if master is not None else []
    send(field.rng.choice(workers) if workers else None, signal.SIGKILL)


def _messages(field: Field) -> Path:
    return field.site.home / "queue" / "messages"


def _messages_deleted(field: Field) -> None:
    for _ in range(20):
        for message in _messages(field).glob("*.msg"):
            message.unlink(missing_ok=True)
        time.sleep(0.1)


def _messages_torn(field: Field) -> None:
    """What a full disk or a power cut leaves of a message."""
    for number, content in enumerate((b"", b'{"body": "W1s', b"\xff\xfe")):
        (_messages(field) / f"{number}_torn.cpu.msg").write_bytes(content)


def _queue_away(field: Field) -> None:
    """The whole folder, as when a volume is unmounted. Whoever starts meanwhile makes a new one."""
    queue, away = field.site.home / "queue", field.site.home / "queue.away"
    queue.rename(away)
    field.wait(SHORT)
    if not queue.exists():
        away.rename(queue)
        return
    for message in away.glob("messages/*.msg"):
        with suppress(FileNotFoundError):
            message.rename(queue / "messages" / message.name)
    shutil.rmtree(away)


def _queue_deleted(field: Field) -> None:
    shutil.rmtree(field.site.home / "queue", ignore_errors=True)


def _engine_away(field: Field) -> None:
    field.proxy.__exit__(None, None, None)
    field.wait(SHORT)
    field.proxy.__enter__()


def _engine_stuck(seconds: Seconds) -> Callable[[Field], None]:
    def strike(field: Field) -> None:
        with field.proxy.stuck():
            field.wait(seconds)

    return strike


def _images_missing(field: Field) -> None:
    with field.proxy.without_images():
        field.wait(SHORT)


def _a_container(act: Callable[[Field, docker.DockerClient, str], None]) -> Callable[[Field], None]:
    """Do something to a container of the site that runs now, as soon as there is one."""

    def strike(field: Field) -> None:
        deadline = time.monotonic() + 5
        # The container has ended in between, or the engine was killed together with it.
        with suppress(docker.errors.DockerException), closing(docker.from_env()) as client:
            while time.monotonic() < deadline:
                if found := field.site.containers():
                    act(field, client, field.rng.choice(found))
                    return
                time.sleep(0.05)

    return strike


def _kill(field: Field, client: docker.DockerClient, number: str) -> None:
    client.api.kill(number, "SIGKILL")


def _remove(field: Field, client: docker.DockerClient, number: str) -> None:
    client.api.remove_container(number, force=True)


def _freeze(field: Field, client: docker.DockerClient, number: str) -> None:
    client.api.pause(number)
    try:
        field.wait(SHORT)
    finally:
        client.api.unpause(number)


def _database_locked(seconds: Seconds) -> Callable[[Field], None]:
    def strike(field: Field) -> None:
        with _exclusive(field.site.home / "tuneroom.sqlite3"):
            field.wait(seconds)

    return strike


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


FAULTS = (
    Fault("worker killed", "worker", _killed(WORKER)),
    Fault("worker told to stop", "worker", _killed(WORKER, signal.SIGTERM)),
    Fault("worker paused", "worker", _paused(WORKER, SHORT)),
    Fault("worker paused, lease over", "worker", _paused(WORKER, OVER_THE_LEASE)),
    Fault("web killed", "web", _killed(WEB)),
    Fault("web process killed", "web", _web_worker_killed),
    Fault("web paused", "web", _paused(WEB, SHORT)),
    Fault("scheduler killed", "scheduler", _killed(SCHEDULER)),
    Fault("scheduler paused", "scheduler", _paused(SCHEDULER, SHORT)),
    Fault("messages deleted", "broker", _messages_deleted),
    Fault("messages torn", "broker", _messages_torn),
    Fault("queue folder away", "broker", _queue_away),
    Fault("queue folder deleted", "broker", _queue_deleted),
    Fault("engine away", "engine", _engine_away),
    Fault("engine stuck", "engine", _engine_stuck(SHORT)),
    Fault("engine stuck, calls time out", "engine", _engine_stuck(OVER_A_CALL)),
    Fault("images missing", "engine", _images_missing),
    Fault("container killed", "container", _a_container(_kill)),
    Fault("container removed", "container", _a_container(_remove)),
    Fault("container paused", "container", _a_container(_freeze)),
    Fault("database locked", "database", _database_locked(SHORT)),
    Fault("database locked, patience over", "database", _database_locked(OVER_THE_LEASE)),
)
