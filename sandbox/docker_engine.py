"""The Docker backend: each job in a fresh container of its own, reached only over its stdio.

It needs an engine on a unix socket or plain TCP. Making an engine available is
``sandbox.engine_setup``; building the images is ``sandbox.image_build``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager

import docker

from sandbox import limits
from sandbox.docker_checks import engine_checks, image_checks, swap_bytes
from sandbox.docker_client import client, engine_errors
from sandbox.docker_container import LABEL, Container, Shape, is_orphan, labels
from sandbox.docker_line import LineError
from sandbox.docker_session import Session, patience
from sandbox.image_recipes import BUILD_COMMAND, tag
from sandbox.job import Cancelled, Check, Job, Limits, OnEvent, Result, SandboxError
from sandbox.plan import refuse_nonsense
from sandbox.registry import Installation
from sandbox.supervisor.frames import FrameError

CANARY = Job("base", ("true",), Limits(1.0, 5.0, 64 * limits.MIB), label="canary")


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
        with engine_errors(), client(installation.address) as api:
            self._version: str = api.api_version
            self._processors = int(api.info()["NCPU"])

    def run(self, job: Job, on_event: OnEvent, cancelled: Cancelled) -> Result:
        """Run one job in a fresh container; see ``Sandbox.run``."""
        accepted_at = time.time()
        refuse_nonsense(job)
        with engine_errors(), self._client() as api:
            shape = Shape.of(job, _image(api, job.image), self._processors)
            with self._session(api, shape, job) as session:
                conversation = session.run(job, on_event, cancelled)
            return conversation.result(accepted_at, shape.image)

    def check(self) -> list[Check]:
        """Say what this engine can enforce; see ``Sandbox.check``.

        Raises:
            SandboxError: the engine stopped answering.
        """
        with engine_errors(), self._client() as api:
            checks = engine_checks(api.info(), swap_bytes()) + image_checks(api)
            if all(check.ok for check in checks):
                shape = Shape.of(CANARY, _image(api, CANARY.image), self._processors)
                with self._session(api, shape, CANARY) as session:
                    checks += session.promises()
            return checks

    def sweep(self) -> int:
        """Remove this installation's containers that nobody waits for any more; see ``Sandbox.sweep``."""
        removed = 0
        with engine_errors(), self._client() as api:
            mine = {"label": f"{LABEL}={self._installation.name}"}
            for found in api.containers(all=True, filters=mine):
                if is_orphan(found["Labels"]):
                    api.remove_container(found["Id"], force=True, v=True)
                    removed += 1
        return removed

    def _client(self) -> AbstractContextManager[docker.APIClient]:
        return client(self._installation.address, version=self._version)

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
