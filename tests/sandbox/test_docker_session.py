"""What a silent, lying or dying supervisor means, played by a script at the other end of a socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from sandbox import limits
from sandbox.docker_container import CAPABILITY_BITS, Shape
from sandbox.docker_line import HEAD, STDERR, STDOUT
from sandbox.docker_session import Session
from sandbox.job import Event, Job, Limits, Outcome, Point, Result, SandboxError
from sandbox.supervisor import frames
from sandbox.supervisor.frames import frame, head

SHAPE = Shape("base", "image", 64 << 20, 65, 1.0, 1 << 20)
JOB = Job("base", ("true",), Limits(1.0, 0.3, 1 << 20), max_points=1)
READY: dict[str, Any] = {
    "protocol": frames.PROTOCOL,
    "open_calls": [],
    "idle_bytes": 1 << 20,
    "cgroup": 2,
    "memory_bytes": SHAPE.memory_bytes,
    "processes": SHAPE.processes,
    "cpus": SHAPE.cpus,
    "counts_cpu": True,
    "seccomp": True,
    "no_new_privileges": True,
    "capabilities": CAPABILITY_BITS,
    "interfaces": [],
    "read_only_root": True,
}
STARTED = head(frames.STARTED, 0)
Play = Callable[["Stage"], None]


class Stage:
    """A container whose supervisor is the script ``play``, run in a thread."""

    def __init__(self, play: Play, **state: Any) -> None:
        self.shape, self.uid = SHAPE, 20_000
        self._ours, self._theirs = socket.socketpair()
        self._state = {"Running": True, "OOMKilled": False, "ExitCode": 0} | state
        self._thread = threading.Thread(target=self._perform, args=(play,))

    def _perform(self, play: Play) -> None:
        with suppress(OSError):  # the host may leave at any moment
            play(self)

    def start(self) -> socket.socket:
        self._thread.start()
        return self._ours

    def state(self) -> dict[str, Any]:
        return self._state

    def say(self, data: bytes, stream: int = STDOUT) -> None:
        self._theirs.sendall(HEAD.pack(stream, len(data)) + data)

    def hear(self) -> None:
        """Wait until the host has said something."""
        self._theirs.recv(100_000)

    def leave(self) -> None:
        self._theirs.close()

    def remove(self) -> None:
        self._ours.close()

    def wait_for_the_host_to_leave(self) -> None:
        while self._theirs.recv(100_000):
            pass

    def end(self) -> None:
        self._thread.join(5)
        self._theirs.close()


@pytest.fixture
def perform(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr(limits, "GRACE_SECONDS", 0.3)

    def perform(
        play: Play,
        cancelled: Callable[[], bool] = lambda: False,
        events: list[Event] | None = None,
        **state: Any,
    ) -> Result:
        stage = Stage(play, **state)
        session = Session(stage)  # type: ignore[arg-type]
        heard = events if events is not None else []
        try:
            return session.run(JOB, heard.append, cancelled).result(0.0, "")
        finally:
            session.remove()
            stage.end()

    return perform


def begin(stage: Stage) -> None:
    stage.say(frame(frames.READY, READY))
    stage.hear()
    stage.say(STARTED)


def test_supervisor_that_dies_before_the_job_is_our_fault(perform: Callable[..., Result]) -> None:
    def play(stage: Stage) -> None:
        stage.say(b"Traceback: oh", STDERR)
        stage.leave()

    with pytest.raises(SandboxError) as caught:
        perform(play, ExitCode=1)
    assert (caught.value.retryable, str(caught.value)) == (
        True,
        "no word from the supervisor (closed, exit code 1): Traceback: oh",
    )


def test_supervisor_that_dies_in_the_job_is_our_fault(perform: Callable[..., Result]) -> None:
    def play(stage: Stage) -> None:
        begin(stage)
        stage.leave()

    with pytest.raises(SandboxError) as caught:
        perform(play, ExitCode=137)
    assert caught.value.retryable


def test_supervisor_killed_for_memory_is_the_memory_limit(perform: Callable[..., Result]) -> None:
    def play(stage: Stage) -> None:
        begin(stage)
        stage.leave()

    result = perform(play, ExitCode=137, OOMKilled=True)
    assert result.breach is not None
    assert (result.outcome, result.breach.limit, result.breach.allowed) == (
        Outcome.MEMORY,
        "memory_bytes",
        float(1 << 20),
    )


def test_supervisor_that_overstays_is_the_wall_limit(perform: Callable[..., Result]) -> None:
    def play(stage: Stage) -> None:
        begin(stage)
        stage.wait_for_the_host_to_leave()

    result = perform(play)
    assert result.breach is not None
    assert (result.outcome, result.breach.limit, 0.5 < result.breach.measured < 2.0) == (
        Outcome.WALL_TIME,
        "wall_seconds",
        True,
    )


def test_container_that_stopped_without_a_word_is_our_fault(perform: Callable[..., Result]) -> None:
    def play(stage: Stage) -> None:
        begin(stage)
        stage.wait_for_the_host_to_leave()

    with pytest.raises(SandboxError) as caught:
        perform(play, Running=False)
    assert caught.value.retryable


def test_cancelled_job_is_cancelled(perform: Callable[..., Result]) -> None:
    def play(stage: Stage) -> None:
        begin(stage)
        stage.wait_for_the_host_to_leave()

    assert perform(play, lambda: True).outcome is Outcome.CANCELLED


def test_points_are_told_while_the_job_runs(perform: Callable[..., Result]) -> None:
    fields = {"step": 3, "values": {"loss": 0.5}}

    def play(stage: Stage) -> None:
        begin(stage)
        stage.say(frame(frames.POINT, fields))
        stage.wait_for_the_host_to_leave()

    events: list[Event] = []
    told = perform(play, lambda: events[-1].name == "point", events=events)
    assert (told.outcome, told.points) == (Outcome.CANCELLED, (Point(3, (("loss", 0.5),)),))
    assert [event.name for event in events] == ["container_ready", "process_started", "point"]


def test_words_out_of_order_are_not_taken(perform: Callable[..., Result]) -> None:
    def play(stage: Stage) -> None:
        begin(stage)
        stage.say(b"\xff" * 100)

    with pytest.raises(frames.FrameError):
        perform(play)


def test_job_stays_out_of_a_container_that_breaks_a_promise(perform: Callable[..., Result]) -> None:
    told: list[bytes] = []

    def play(stage: Stage) -> None:
        stage.say(frame(frames.READY, READY | {"memory_bytes": None, "interfaces": ["eth0"]}))
        told.append(stage._theirs.recv(1))

    with pytest.raises(SandboxError) as caught:
        perform(play)
    assert (caught.value.retryable, str(caught.value)) == (
        False,
        "the engine does not enforce memory limit: asked 67108864, got None; "
        "no network: asked [], got ['eth0']",
    )
    assert told == [b""]


def test_shape_holds_the_supervisors_share() -> None:
    job = replace(JOB, limits=Limits(1.0, 1.0, 100 << 20, processes=8, cpus=4.0))
    shape = Shape.of(job, "image", processors=2)
    assert (shape.memory_bytes, shape.processes, shape.cpus) == (128 << 20, 9, 2)
    assert shape.memory_bytes >= (100 << 20) + limits.SUPERVISOR_MEMORY
    assert Shape.of(JOB, "image", 1).memory_bytes % limits.MEMORY_STEP == 0
