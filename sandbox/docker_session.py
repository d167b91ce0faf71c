"""A started container and the line to its supervisor, good for one job and then thrown away.

It decides what silence means: the candidate's doing, the user's cancelling, or our own failure.
"""

from __future__ import annotations

import time

from sandbox import limits
from sandbox.conversation import Conversation, Greeting
from sandbox.docker_client import engine_errors
from sandbox.docker_container import Container
from sandbox.docker_line import Line, Stop
from sandbox.enforcement import enforced
from sandbox.job import Cancelled, Check, Job, OnEvent, Outcome, SandboxError


def patience(job: Job) -> float:
    """Seconds from the job's start to its report, at the very most, whatever the supervisor does."""
    carried = sum(len(file.content) for file in job.files) + sum(one.max_bytes for one in job.artifacts)
    return job.limits.wall_seconds + limits.GRACE_SECONDS + carried / limits.SLOWEST_BYTES_PER_SECOND


class Session:
    """Opened by starting the container; ``run`` takes the one job; ``remove`` ends it and leaves nothing."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._greeting = Greeting()
        try:
            self._line = Line(container.start())
        except BaseException:
            container.remove()
            raise

    @property
    def idle_bytes(self) -> int:
        """What the waiting container uses; 0 before it is up."""
        return self._greeting.facts.idle_bytes if self._greeting.facts else 0

    def promises(self) -> list[Check]:
        """Wait until the supervisor is up; say for every promise of the container whether it holds.

        Raises:
            SandboxError: it does not come up; may be tried again.
        """
        stop = self._line.drive(self._greeting, limits.READY_SECONDS, lambda: False)
        if self._greeting.facts is None:
            raise self._silence(stop)
        return enforced(self._container.shape, self._greeting.facts)

    def get_ready(self) -> None:
        """Wait until the supervisor is up, and see that the container is proven to be closed.

        Raises:
            SandboxError: it is not as it was asked for, or it does not come up.
        """
        failing = [check for check in self.promises() if not check.ok]
        if failing:
            said = "; ".join(f"{check.name}: {check.detail}" for check in failing)
            raise SandboxError(f"the engine does not enforce {said}", retryable=False)

    def still_waits(self) -> bool:
        """Whether it is up and has said nothing since: a line that has ended is never quiet."""
        return self._greeting.done and self._line.is_quiet()

    def run(self, job: Job, on_event: OnEvent, cancelled: Cancelled) -> Conversation:
        """Give the supervisor its job, once the container is ready; return the talk when it is over.

        Raises:
            SandboxError: the container is not as it was asked for, or it fell silent.
        """
        self.get_ready()
        if job.background:
            with engine_errors():
                self._container.yield_processor()
        conversation = Conversation(job, time.time(), on_event)
        stop = self._line.drive(conversation, patience(job), cancelled)
        if stop is not Stop.DONE:
            conversation.cut_short(self._outcome(stop, conversation))
        return conversation

    def remove(self) -> None:
        """Close the line and remove the container with everything in it. May be tried again.

        Raises:
            SandboxError: the engine failed.
        """
        self._line.close()
        with engine_errors():
            self._container.remove()

    def _outcome(self, stop: Stop, conversation: Conversation) -> Outcome:
        """What it means that no report came.

        The memory killer may take the supervisor when all memory is in files and no other process
        is large; a supervisor starved past every grace has a candidate far over its wall limit.
        """
        if stop is Stop.CANCELLED:
            return Outcome.CANCELLED
        state = self._container.state()
        if conversation.started_at and stop is Stop.LATE and state["Running"]:
            return Outcome.WALL_TIME
        if conversation.started_at and stop is Stop.CLOSED and state["OOMKilled"]:
            return Outcome.MEMORY
        raise self._silence(stop)

    def _silence(self, stop: Stop) -> SandboxError:
        said = self._line.complaint.decode(errors="replace").strip()
        state = self._container.state()
        return SandboxError(
            f"no word from the supervisor ({stop.name.lower()}, exit code {state['ExitCode']}): {said}",
            retryable=True,
        )
