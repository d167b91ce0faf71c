"""The Docker backend: each job in a fresh container of its own, reached only over its stdio.

It needs an engine on a unix socket or plain TCP. Making an engine available is
``sandbox.engine_setup``; building the images is ``sandbox.image_build``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import docker

from sandbox import limits
from sandbox.docker_checks import engine_checks, image_checks, swap_bytes
from sandbox.docker_client import client, engine_errors
from sandbox.docker_container import LABEL, Container, Shape, is_orphan, labels
from sandbox.docker_line import LineError
from sandbox.docker_session import Session, patience
from sandbox.gpus import Gpus, LeaseCancelled
from sandbox.image_recipes import BUILD_COMMAND, tag
from sandbox.job import Cancelled, Check, Job, Limits, OnEvent, Outcome, Result, SandboxError, Timing
from sandbox.nvidia_smi import TODO
from sandbox.plan import refuse_nonsense
from sandbox.registry import Installation
from sandbox.supervisor.frames import FrameError

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
        with engine_errors(), client(installation.address) as api:
            self._version: str = api.api_version
            self._processors = int(api.info()["NCPU"])

    def run(self, job: Job, on_event: OnEvent, cancelled: Cancelled) -> Result:
        """Run one job in a fresh container; see ``Sandbox.run``."""
        accepted_at = time.time()
        refuse_nonsense(job)
        try:
            with self._gpus.lease(job.limits.gpus, cancelled) as gpus, self._engine() as api:
                shape = Shape.of(job, _image(api, job.image), self._processors, gpus)
                with self._session(api, shape, job) as session:
                    conversation = session.run(job, on_event, cancelled)
                return conversation.result(accepted_at, shape.image)
        except LeaseCancelled:
            return Result(Outcome.CANCELLED, timing=Timing(accepted_at, finished=time.time()))

    def check(self) -> list[Check]:
        """Say what this engine can enforce; see ``Sandbox.check``.

        Raises:
            SandboxError: the engine stopped answering.
        """
        with self._engine() as api:
            asked = self._installation.gpus
            checks = engine_checks(api.info(), swap_bytes()) + image_checks(api, asked)
            if all(check.ok for check in checks):
                checks += self._promises(api)
            checks += self._gpus.checks(asked)
            if asked and all(check.ok for check in checks):
                checks.append(self._gpu_canary(api))
            return checks

    def _gpu_canary(self, api: docker.APIClient) -> Check:
        """Let PyTorch use a GPU, if one is free now: the engine may be without the toolkit, or the driver too
        old for this CUDA. A candidate's program must not be the first to find out."""
        name = "GPU in a container"
        try:
            with self._gpus.lease(1, lambda: True) as gpus:
                result = self._outcome_of(api, GPU_CANARY, gpus)
                said = result.stderr.decode(errors="replace").strip()[-300:]
                return Check(name, result.outcome is Outcome.OK, said or "PyTorch computes on it", TODO)
        except LeaseCancelled:
            return Check(name, True, "not tried: all are in use", TODO)
        except SandboxError as problem:
            return Check(name, False, str(problem), TODO)

    def _outcome_of(self, api: docker.APIClient, job: Job, gpus: tuple[str, ...]) -> Result:
        """Run a job of the judge's own to its end, on GPUs that are leased already."""
        shape = Shape.of(job, _image(api, job.image), self._processors, gpus)
        with self._session(api, shape, job) as session:
            return session.run(job, lambda event: None, lambda: False).result(time.time(), shape.image)

    def _promises(self, api: docker.APIClient) -> list[Check]:
        shape = Shape.of(CANARY, _image(api, CANARY.image), self._processors)
        with engine_errors(), self._session(api, shape, CANARY) as session:
            return session.promises()

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

    @contextmanager
    def _session(self, api: docker.APIClient, shape: Shape, job: Job) -> Iterator[Session]:
        """A container of this shape, started and, whatever happens, removed."""
        seconds = 2 * limits.READY_SECONDS + 2 * patience(job)
        container = Container(api, shape, labels(self._installation.name, job.label, seconds))
        try:
            with closing(Session(container)) as session, _version_errors():
                yield session
        finally:
            container.remove()


@contextmanager
def _version_errors() -> Iterator[None]:
    """The candidate cannot write on the line: what breaks the protocol is an image of another version,
    and no retry will change it."""
    try:
        yield
    except (FrameError, LineError) as problem:
        message = f"the supervisor is not of this version ({problem}): run `{BUILD_COMMAND}`"
        raise SandboxError(message, retryable=False) from problem


def _image(api: docker.APIClient, name: str) -> str:
    """Return the digest of the image: the container is made from it, whatever the tag becomes."""
    found: list[str] = api.images(name=tag(name), quiet=True)
    if not found:
        raise SandboxError(f"image {tag(name)} is missing: run `{BUILD_COMMAND}`", retryable=False)
    return found[0]
