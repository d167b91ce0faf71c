"""What goes into a sandbox and what comes out: plain frozen data, no behaviour.

This module does not know Docker, problems, scores or the database. A runner plans a Job;
a backend (``sandbox.registry``) runs it and gives back a Result. The candidate's fault is an
``Outcome`` in the Result; our own fault is raised as ``SandboxError``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from sandbox import limits as default


class Outcome(StrEnum):
    """How the candidate's process ended. Everything but OK is the candidate's own doing."""

    OK = "ok"
    RUNTIME_ERROR = "runtime_error"
    CPU_TIME = "cpu_time"
    WALL_TIME = "wall_time"
    MEMORY = "memory"
    OUTPUT = "output"
    BAD_ARTIFACT = "bad_artifact"
    CANCELLED = "cancelled"


class SandboxError(Exception):
    """The judge's own fault. ``retryable`` says whether the same job may succeed later;
    ``engine_down`` that no job can run now, so that none is to be blamed for it."""

    def __init__(self, message: str, *, retryable: bool, engine_down: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.engine_down = engine_down


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use. Sizes in bytes, times in seconds, sums over all of its processes;
    ``cpus`` is how many processors it may keep busy at once; ``gpus`` how many GPUs it has for itself, and
    ``gpu_memory_share`` how much of their memory PyTorch may take, from 0 to 1: the process finds it in
    ``TUNEROOM_GPU_MEMORY_SHARE``."""

    cpu_seconds: float
    wall_seconds: float
    memory_bytes: int
    processes: int = default.PROCESSES
    output_bytes: int = default.OUTPUT_BYTES
    disk_bytes: int = default.DISK_BYTES
    cpus: float = default.CPUS
    gpus: int = 0
    gpu_memory_share: float = 1.0


@dataclass(frozen=True, slots=True)
class File:
    """A file placed in ``/box`` before the process starts; the candidate can read, not write it."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question put to the running process, and the most that it may answer.

    ``message`` enters the container only after the exchange before it was answered.
    From the first ``hidden`` exchange on, what the process prints is counted but not kept: it could
    carry that message. ``cpu_seconds`` and ``wall_seconds`` limit this exchange alone, from when its message
    begins to arrive until its reply is complete; None is no limit but the job's.
    """

    name: str
    message: bytes
    reply_bytes: int
    hidden: bool = True
    cpu_seconds: float | None = None
    wall_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Artifact:
    """A regular file below ``/work`` that is brought back after the process has ended well."""

    path: str
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Job:
    """One process in one fresh container.

    The process finds its questions on file descriptor 3 and answers on 4: each message is
    an 8-byte big-endian length and that many bytes. With ``max_points`` above 0 it may report its
    progress on descriptor 5, one line of JSON a point: ``{"step": 7, "values": {"loss": 0.3}}``. Points that
    are malformed, too many or too frequent are dropped, as are all from the first hidden exchange on.
    ``trusted``: the judge's own program, with no candidate code in it; what it uses is not the candidate's.
    ``background``: where other jobs want the processor too, it gets less of it than they.
    """

    image: str
    argv: tuple[str, ...]
    limits: Limits
    files: tuple[File, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    label: str = ""
    max_points: int = 0
    trusted: bool = False
    background: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One reported point of the process's progress: finite numbers under short names (``loss``), at a
    ``step`` of its own counting. The process chose all of it."""

    step: int
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one exchange. ``cpu_seconds`` and ``wall_seconds`` are of this exchange alone."""

    name: str
    content: bytes
    cpu_seconds: float
    wall_seconds: float


@dataclass(frozen=True, slots=True)
class Usage:
    """Measured by the supervisor, over all processes of the job. Seconds and bytes."""

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    peak_memory_bytes: int = 0
    output_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Breach:
    """The limit that was hit: which (``cpu_seconds``, ``reply_bytes``, ...), how much was allowed,
    how much was measured, and during which exchange ("" outside of any)."""

    limit: str
    allowed: float
    measured: float
    exchange: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """Wall-clock instants (``time.time()``) of one job; 0.0 where it never came so far."""

    accepted: float = 0.0
    container_ready: float = 0.0
    process_started: float = 0.0
    process_ended: float = 0.0
    finished: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """All that is known of a finished job. ``stdout`` and ``stderr`` hold no hidden exchange."""

    outcome: Outcome
    usage: Usage = Usage()
    exit_code: int | None = None
    signal: int | None = None
    breach: Breach | None = None
    reason: str = ""
    replies: tuple[Reply, ...] = ()
    artifacts: dict[str, bytes] = field(default_factory=dict)
    stdout: bytes = b""
    stderr: bytes = b""
    during: str = ""
    image_digest: str = ""
    timing: Timing = Timing()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened while a job ran: ``container_ready``, ``process_started``,
    ``exchange_answered`` (``detail`` is the exchange's name), ``point`` (``point`` is what the process
    reported, before any hidden exchange), ``process_ended``."""

    name: str
    at: float
    detail: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's table: ``todo`` says what to do when ``ok`` is false."""

    name: str
    ok: bool
    detail: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Idle:
    """Containers of one size that wait for a job: how many, and the bytes that each of them uses."""

    image: str
    memory_limit_bytes: int
    count: int
    bytes_each: int


OnEvent = Callable[[Event], None]
Cancelled = Callable[[], bool]


class Sandbox(Protocol):
    """A backend. Opened once per worker by its entry point in ``tuneroom.sandboxes``."""

    def run(self, job: Job, on_event: OnEvent, cancelled: Cancelled) -> Result:
        """Run one job to its end in a container of its own and leave nothing behind.

        Raises:
            SandboxError: the judge's own fault, never the candidate's.
        """
        ...

    def warm(self) -> None:
        """Keep containers waiting from now on, as many as is wise, so that jobs start at once. A backend for
        which there is nothing to wait for does nothing."""
        ...

    def close(self) -> None:
        """Remove what waits. Jobs can be run afterwards, without."""
        ...

    def waiting(self) -> list[Idle]:
        """What waits now."""
        ...

    def check(self) -> list[Check]:
        """Say for every prerequisite and every limit whether this backend can enforce it."""
        ...

    def sweep(self) -> int:
        """Remove containers of this installation whose worker is gone or whose deadline has passed;
        return how many."""
        ...
