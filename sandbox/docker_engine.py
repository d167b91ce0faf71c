"""The Docker backend: each job in a fresh container of its own, reached only over its stdio.

It needs an engine on a unix socket or plain TCP. Making an engine available is
``sandbox.engine_setup``; building the images is ``sandbox.image_build``.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import docker

from sandbox import limits
from sandbox.docker_checks import engine_checks, image_checks, swap_bytes
from sandbox.docker_client import client, connect, engine_errors
from sandbox.docker_container import LABEL, WAITING, Container, Shape, is_orphan, labels
from sandbox.docker_line import LineError
from sandbox.docker_pool import Pool, recalled, remember
from sandbox.docker_session import Session, patience
from sandbox.gpus import Gpus, LeaseCancelled
from sandbox.image_recipes import BUILD_COMMAND, tag
from sandbox.job import Cancelled, Check, Idle, Job, Limits, OnEvent, Outcome, Result, SandboxError, Timing
from sandbox.nvidia_smi import TODO
from sandbox.plan import refuse_nonsense
from sandbox.registry import Installation
from sandbox.supervisor.frames import FrameError

log = logging.getLogger(__name__)

CANARY = Job("base", ("true",), Limits(1.0, 5.0, 64 * limits.MIB), label="canary")
GPU_CANARY = Job(
    "torch-cuda",
    ("python3", "-P", "-s", "-B", "-c", "import torch; torch.zeros(1, device='cuda')"),
    Limits(cpu_seconds=60.0, wall_seconds=120.0, memory_bytes=4096 * limits.MIB, gpus=1),
    label="canary",
    trusted=True,
)


def open_sandbox(installation: Installation) -> DockerSandbox:
    """Open the backend; the entry point ``docker`` in ``tuneroom.sandboxes``.

    Raises:
        SandboxError: no engine answers; may be tried again.
    """
    return DockerSandbox(installation)


class DockerSandbox:
    """Runs jobs on one engine. Several threads may use it at once."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._gpus = Gpus(installation.home)
        self._images: dict[str, str] = {}
        self._pool: Pool | None = None
        with engine_errors(), client(installation.address) as api:
            self._version: str = api.api_version
            info = api.info()
            self._processors, self._memory = int(info["NCPU"]), int(info["MemTotal"])

    def warm(self) -> None:
        """Keep containers waiting from now on; see ``Sandbox.warm``."""
        if self._pool is None:
            budget = round(self._memory * limits.POOL_MEMORY_SHARE)
            self._pool = Pool(self._waiting, self._processors, budget)
            self._pool.expect([one for one in recalled(self._installation.home) if self._is_here(one)])

    def close(self) -> None:
        """Remove the containers that wait; see ``Sandbox.close``."""
        pool, self._pool = self._pool, None
        if pool is not None:
            remember(self._installation.home, pool.shapes())
            pool.close()

    def waiting(self) -> list[Idle]:
        """What waits now; see ``Sandbox.waiting``."""
        return self._pool.waiting() if self._pool else []

    def run(self, job: Job, on_event: OnEvent, cancelled: Cancelled) -> Result:
        """Run one job in a container of its own; see ``Sandbox.run``."""
        accepted_at = time.time()
        refuse_nonsense(job)
        try:
            with self._gpus.lease(job.limits.gpus, cancelled) as gpus, engine_errors():
                shape = self._shape(job, gpus)
                with self._session(shape, job) as session:
                    conversation = session.run(job, on_event, cancelled)
                return conversation.result(accepted_at, shape.image)
        except LeaseCancelled:
            return Result(Outcome.CANCELLED, timing=Timing(accepted_at, finished=time.time()))

    @contextmanager
    def _session(self, shape: Shape, job: Job) -> Iterator[Session]:
        """A container of this shape, one that waits if there is any. Whatever happens it is removed: in the
        background where there is a pool, but never while it has a GPU."""
        seconds = 2 * limits.READY_SECONDS + 2 * patience(job)
        pool = None if shape.gpus or seconds > limits.POOL_LONGEST_JOB_SECONDS else self._pool
        session = pool.take(shape) if pool else None
        try:
            session = session or self._open(shape, job.label, seconds)
            with _version_errors():
                yield session
        finally:
            if pool:
                pool.give_back(shape, session)
            elif session:
                _remove(session)

    def _shape(self, job: Job, gpus: tuple[str, ...]) -> Shape:
        image = self._image(job.image)
        return Shape.of(job, image, self._processors, gpus, self._installation.runtime)

    def _waiting(self, shape: Shape) -> Session:
        """Make a container that waits for its job.

        Raises:
            SandboxError: the engine cannot, or does not enforce a limit.
        """
        seconds = limits.POOL_RETIRE_SECONDS + limits.POOL_LONGEST_JOB_SECONDS
        with engine_errors():
            session = self._open(shape, WAITING, seconds)
            try:
                with _version_errors():
                    session.get_ready()
            except BaseException:
                session.remove()
                raise
            return session

    def _open(self, shape: Shape, label: str, seconds: float) -> Session:
        api = connect(self._installation.address, version=self._version)
        try:
            return Session(Container(api, shape, labels(self._installation.name, label, seconds)))
        except docker.errors.ImageNotFound as problem:
            self._images.clear()  # built anew meanwhile, or not there any more: the next attempt will see
            raise SandboxError(f"the image {shape.name} is not what it was", retryable=True) from problem

    def _image(self, name: str) -> str:
        """Return the digest of the image: the container is made from it, whatever the tag becomes. It is
        asked for once, and again when the engine turns out to have it no more."""
        if name not in self._images:
            with self._engine() as api:
                found: list[str] = api.images(name=tag(name), quiet=True)
            if not found:
                raise _missing(name)
            self._images[name] = found[0]
        return self._images[name]

    def _is_here(self, shape: Shape) -> bool:
        """Whether the shape is of an image as it is now, and of a size that this engine has."""
        try:
            with engine_errors():
                mine = shape.runtime == self._installation.runtime and shape.cpus <= self._processors
                return mine and shape.image == self._image(shape.name)
        except SandboxError:
            return False

    def check(self) -> list[Check]:
        """Say what this engine can enforce; see ``Sandbox.check``.

        Raises:
            SandboxError: the engine stopped answering.
        """
        with self._engine() as api:
            asked = self._installation.gpus
            checks = engine_checks(api.info(), swap_bytes(), self._installation.runtime) + image_checks(
                api, asked
            )
            if all(check.ok for check in checks):
                checks += self._promises()
            checks += self._gpus.checks(asked)
            if asked and all(check.ok for check in checks):
                checks.append(self._gpu_canary())
            return checks

    def _gpu_canary(self) -> Check:
        """Let PyTorch use a GPU, if one is free now: the engine may be without the toolkit, or the driver too
        old for this CUDA. A candidate's program must not be the first to find out."""
        name = "GPU in a container"
        try:
            with self._gpus.lease(1, lambda: True) as gpus:
                result = self._outcome_of(GPU_CANARY, gpus)
                said = result.stderr.decode(errors="replace").strip()[-300:]
                return Check(name, result.outcome is Outcome.OK, said or "PyTorch computes on it", TODO)
        except LeaseCancelled:
            return Check(name, True, "not tried: all are in use", TODO)
        except SandboxError as problem:
            return Check(name, False, str(problem), TODO)

    def _outcome_of(self, job: Job, gpus: tuple[str, ...]) -> Result:
        """Run a job of the judge's own to its end, on GPUs that are leased already."""
        with self._own(job, gpus) as session:
            return session.run(job, lambda event: None, lambda: False).result(time.time(), "")

    def _promises(self) -> list[Check]:
        with self._own(CANARY) as session:
            return session.promises()

    @contextmanager
    def _own(self, job: Job, gpus: tuple[str, ...] = ()) -> Iterator[Session]:
        """A container made for this job alone, and removed."""
        with engine_errors():
            shape = self._shape(job, gpus)
            session = self._open(shape, job.label, 2 * limits.READY_SECONDS + 2 * patience(job))
            try:
                with _version_errors():
                    yield session
            finally:
                session.remove()

    def sweep(self) -> int:
        """Remove this installation's containers that nobody waits for any more; see ``Sandbox.sweep``."""
        removed = 0
        with self._engine() as api:
            mine = {"label": f"{LABEL}={self._installation.name}"}
            for found in api.containers(all=True, filters=mine):
                if is_orphan(found["Labels"]):
                    api.remove_container(found["Id"], force=True, v=True)
                    removed += 1
        return removed

    @contextmanager
    def _engine(self) -> Iterator[docker.APIClient]:
        with engine_errors(), client(self._installation.address, version=self._version) as api:
            yield api


def _remove(session: Session) -> None:
    """Remove a container whose result is there: that the engine fails now is no reason to lose it."""
    try:
        session.remove()
    except SandboxError as problem:
        log.warning("a container is left to the sweeper: %s", problem)


@contextmanager
def _version_errors() -> Iterator[None]:
    """The candidate cannot write on the line: what breaks the protocol is an image of another version,
    and no retry will change it."""
    try:
        yield
    except (FrameError, LineError) as problem:
        message = f"the supervisor is not of this version ({problem}): run `{BUILD_COMMAND}`"
        raise SandboxError(message, retryable=False) from problem


def _missing(name: str) -> SandboxError:
    return SandboxError(f"image {tag(name)} is missing: run `{BUILD_COMMAND}`", retryable=False)
