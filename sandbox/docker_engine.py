"""The Docker backend: each job in a fresh container of its own, reached only over its stdio.

It needs an engine on a unix socket or plain TCP. Making an engine available is
``sandbox.engine_setup``; building the images is ``sandbox.image_build``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import docker

from sandbox import limits
from sandbox.conversation import Conversation
from sandbox.docker_client import client, engine_errors
from sandbox.docker_container import LABEL, LABEL_DEADLINE, Container, Shape, labels
from sandbox.docker_line import Line, LineError, Stop
from sandbox.enforcement import enforced
from sandbox.image_recipes import BUILD_COMMAND, tag
from sandbox.job import Cancelled, Check, Job, OnEvent, Outcome, Result, SandboxError
from sandbox.plan import refuse_nonsense
from sandbox.registry import Installation
from sandbox.supervisor.frames import FrameError


def open_sandbox(installation: Installation) -> DockerSandbox:
    """Open the backend; the entry point ``docker`` in ``tuneroom.sandboxes``.

    Raises:
        SandboxError: no engine answers; may be tried again.
    """
    return DockerSandbox(installation)


@contextmanager
def _version_errors() -> Iterator[None]:
    """The candidate cannot write on the line: what breaks the protocol is an image of another version,
    and no retry will change it."""
    try:
        yield
    except (FrameError, LineError) as problem:
        message = f"the supervisor is not of this version ({problem}): run `{BUILD_COMMAND}`"
        raise SandboxError(message, retryable=False) from problem


class DockerSandbox:
    """Runs jobs on one engine. Several threads may use it at once."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        with engine_errors(), client(installation.address) as api:
            self._version: str = api.api_version
            self._processors = int(api.info()["NCPU"])

    def _client(self) -> AbstractContextManager[docker.APIClient]:
        return client(self._installation.address, version=self._version)

    def run(self, job: Job, on_event: OnEvent, cancelled: Cancelled) -> Result:
        """Run one job in a fresh container; see ``Sandbox.run``."""
        accepted = time.time()
        refuse_nonsense(job)
        with engine_errors(), _version_errors(), self._client() as api:
            image = _image(api, job.image)
            seconds = 2 * limits.READY_SECONDS + 2 * _patience(job)
            container = Container(
                api,
                Shape.of(job, image, self._processors),
                labels(self._installation.name, job.label, seconds),
            )
            try:
                conversation = Conversation(job, container.uid, on_event)
                _converse(container, conversation, cancelled)
            finally:
                container.remove()
            return conversation.result(accepted, image)

    def check(self) -> list[Check]:
        """Say what this engine can enforce; see ``Sandbox.check``."""
        return []

    def sweep(self) -> int:
        """Remove containers of this installation whose deadline has passed."""
        removed = 0
        with engine_errors(), self._client() as api:
            mine = {"label": f"{LABEL}={self._installation.name}"}
            for found in api.containers(all=True, filters=mine):
                if float(found["Labels"].get(LABEL_DEADLINE, "0")) < time.time():
                    api.remove_container(found["Id"], force=True, v=True)
                    removed += 1
        return removed


def _image(api: docker.APIClient, name: str) -> str:
    """Return the digest of the image: the container is made from it, whatever the tag becomes."""
    found: list[str] = api.images(name=tag(name), quiet=True)
    if not found:
        raise SandboxError(f"image {tag(name)} is missing: run `{BUILD_COMMAND}`", retryable=False)
    return found[0]


def _converse(container: Container, conversation: Conversation, cancelled: Cancelled) -> None:
    """Talk until there is a report. Candidate code enters only a container proven to be closed."""
    line = Line(container.start())
    try:
        stop = line.drive(
            conversation, lambda: conversation.facts is not None, limits.READY_SECONDS, cancelled
        )
        if stop is Stop.DONE:
            _insist(container.shape, conversation)
            conversation.begin()
            stop = line.drive(
                conversation, lambda: conversation.report is not None, _patience(conversation.job), cancelled
            )
        if stop is not Stop.DONE:
            conversation.cut_short(_outcome(stop, container, conversation, line.complaint))
    finally:
        line.close()


def _insist(shape: Shape, conversation: Conversation) -> None:
    assert conversation.facts is not None
    failing = [check for check in enforced(shape, conversation.facts) if not check.ok]
    if failing:
        said = "; ".join(f"{check.name}: {check.detail}" for check in failing)
        raise SandboxError(f"the engine does not enforce {said}", retryable=False)


def _patience(job: Job) -> float:
    """Seconds from the job's start to its report, at the very most."""
    carried = sum(len(file.content) for file in job.files) + sum(one.max_bytes for one in job.artifacts)
    return job.limits.wall_seconds + limits.GRACE_SECONDS + carried / limits.SLOWEST_BYTES_PER_SECOND


def _outcome(stop: Stop, container: Container, conversation: Conversation, complaint: bytes) -> Outcome:
    """What it means that no report came.

    Raises:
        SandboxError: it is not the candidate's doing as far as one can know.
    """
    if stop is Stop.CANCELLED:
        return Outcome.CANCELLED
    state = container.state()
    if conversation.started_at and stop is Stop.LATE and state["Running"]:
        return Outcome.WALL_TIME
    if conversation.started_at and stop is Stop.CLOSED and state["OOMKilled"]:
        return Outcome.MEMORY
    said = complaint.decode(errors="replace").strip()
    raise SandboxError(
        f"no report ({stop.name.lower()}, exit code {state['ExitCode']}): {said}", retryable=True
    )
