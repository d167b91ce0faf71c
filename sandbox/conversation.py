"""The host's half of the talk with a supervisor: bytes in, bytes to send out, a Result at the end.

It does no input or output and knows no Docker, so tests feed it whatever bytes they like. Every
frame is checked against what may come now: the candidate cannot write on this line, so a frame out
of order is our own fault and raises.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import TypeAdapter, ValidationError

from sandbox.job import Breach, Event, Job, OnEvent, Outcome, Point, Reply, Result, Timing, Usage
from sandbox.plan import exchange_fields, job_fields
from sandbox.reports import Answered, Facts, Progress, Report
from sandbox.supervisor import frames

_FACTS = TypeAdapter(Facts)
_ANSWERED = TypeAdapter(Answered)
_REPORT = TypeAdapter(Report)
_PROGRESS = TypeAdapter(Progress)


class Greeting:
    """What a supervisor says before it has a job: READY, and nothing else until it is spoken to."""

    def __init__(self) -> None:
        self.outgoing: deque[memoryview] = deque()
        self.facts: Facts | None = None
        self.ready_at = 0.0
        self._reader = frames.FrameReader({frames.READY: frames.TO_HOST[frames.READY]})

    @property
    def done(self) -> bool:
        """Whether the supervisor is up."""
        return self.facts is not None

    def feed(self, data: bytes) -> None:
        """Take in bytes from the supervisor.

        Raises:
            FrameError: they are not one READY frame.
        """
        for _, payload in self._reader.feed(data):
            _require(self.facts is None, "READY came twice")
            with _readable():
                self.facts = _FACTS.validate_json(payload)
            self.ready_at = time.time()


class Conversation:
    """One job with one supervisor that is ready. ``outgoing`` holds what is to be sent."""

    def __init__(self, job: Job, ready_at: float, on_event: OnEvent) -> None:
        self.job = job
        self.outgoing: deque[memoryview] = deque()
        self.report: Report | None = None
        self.ready_at, self.started_at, self.ended_at = ready_at, 0.0, 0.0
        self._on_event = on_event
        self._reader = frames.FrameReader(frames.TO_HOST)
        self._replies: list[Reply] = []
        self._partial = bytearray()
        self._output = {frames.STDOUT: bytearray(), frames.STDERR: bytearray()}
        self._artifacts: list[bytes] = []
        self._points: list[Point] = []
        on_event(Event("container_ready", ready_at))
        self.outgoing.append(memoryview(frames.frame(frames.JOB, job_fields(job))))
        for file in job.files:
            self._send(frames.FILE, file.content)

    @property
    def done(self) -> bool:
        """Whether the report has come."""
        return self.report is not None

    def feed(self, data: bytes) -> None:
        """Take in bytes from the supervisor.

        Raises:
            FrameError: they are not what a supervisor of this version may say now.
        """
        for kind, payload in self._reader.feed(data):
            _require(self.report is None, "something follows the report")
            with _readable():
                self._take(kind, payload)

    def cut_short(self, outcome: Outcome) -> None:
        """End it from the host's side: nothing was measured but the clock, and that by the host."""
        if self.started_at:  # what never started has no end either
            self.ended_at = self.ended_at or time.time()
        wall = self.ended_at - self.started_at
        allowed = self.job.limits
        breaches = {
            Outcome.WALL_TIME: ("wall_seconds", allowed.wall_seconds, wall),
            Outcome.MEMORY: ("memory_bytes", float(allowed.memory_bytes), float(allowed.memory_bytes)),
        }
        during = len(self._replies) if len(self._replies) < len(self.job.exchanges) else None
        self.report = Report(outcome, breach=breaches.get(outcome), during=during, wall_seconds=wall)

    def result(self, accepted_at: float, image_digest: str) -> Result:
        """Build the Result once ``report`` is there."""
        assert self.report is not None
        report = self.report
        during = self.job.exchanges[report.during].name if report.during is not None else ""
        paths = [artifact.path for artifact in self.job.artifacts]
        return Result(
            outcome=report.outcome,
            usage=Usage(
                report.cpu_seconds, report.wall_seconds, report.peak_memory_bytes, report.output_bytes
            ),
            exit_code=report.exit_code,
            signal=report.signal,
            breach=Breach(*report.breach, exchange=during) if report.breach else None,
            reason=report.reason,
            replies=tuple(self._replies),
            artifacts=dict(zip(paths, self._artifacts, strict=False)),
            stdout=bytes(self._output[frames.STDOUT]),
            stderr=bytes(self._output[frames.STDERR]),
            during=during,
            image_digest=image_digest,
            timing=Timing(accepted_at, self.ready_at, self.started_at, self.ended_at, time.time()),
            points=tuple(self._points),
        )

    # What comes from the supervisor.

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == frames.STARTED:
            _require(not self.started_at, "the process started twice")
            self.started_at = self._tell("process_started")
            self._ask_next()
        elif not self.started_at:
            raise frames.FrameError(f"frame kind {kind} came before the process started")
        elif kind == frames.REPLY:
            self._take_reply(payload)
        elif kind == frames.ANSWERED:
            self._take_answered(_ANSWERED.validate_json(payload))
        elif kind in self._output:
            self._take_output(kind, payload)
        elif kind == frames.POINT:
            self._take_point(_PROGRESS.validate_json(payload))
        elif kind == frames.ENDED:
            _require(not self.ended_at, "the process ended twice")
            self._partial = bytearray()
            self.ended_at = self._tell("process_ended")
        else:
            _require(bool(self.ended_at), f"frame kind {kind} came before the process ended")
            self._take_ending(kind, payload)

    def _take_reply(self, payload: bytes) -> None:
        _require(len(self._replies) < len(self.job.exchanges), "a reply to nothing")
        self._partial += payload
        cap = self.job.exchanges[len(self._replies)].reply_bytes
        _require(len(self._partial) <= cap, f"a reply over {cap} bytes")

    def _take_answered(self, answered: Answered) -> None:
        _require(answered.index == len(self._replies) < len(self.job.exchanges), "answers are out of order")
        name = self.job.exchanges[answered.index].name
        self._replies.append(Reply(name, bytes(self._partial), answered.cpu_seconds, answered.wall_seconds))
        self._partial = bytearray()
        self._tell("exchange_answered", name)
        self._ask_next()

    def _take_output(self, kind: int, payload: bytes) -> None:
        self._require_nothing_hidden("output")
        self._output[kind] += payload
        total = sum(len(output) for output in self._output.values())
        _require(total <= self.job.limits.output_bytes, "more output than the cap")

    def _take_point(self, progress: Progress) -> None:
        _require(not self.ended_at, "a point after the process ended")
        _require(len(self._points) < self.job.max_points, "more points than the job may have")
        self._require_nothing_hidden("a point")
        point = Point(progress.step, tuple(progress.values.items()))
        self._points.append(point)
        self._on_event(Event("point", time.time(), point=point))

    def _require_nothing_hidden(self, what: str) -> None:
        """A supervisor lets none through after a hidden message: here is the second lock on that door."""
        asked = self.job.exchanges[: len(self._replies)]
        _require(not any(exchange.hidden for exchange in asked), f"{what} after a hidden exchange")

    def _take_ending(self, kind: int, payload: bytes) -> None:
        if kind == frames.REPORT:
            report = _REPORT.validate_json(payload)
            known = report.during is None or 0 <= report.during < len(self.job.exchanges)
            _require(known, "the report names an exchange that is not in the job")
            self.report = report
            return
        _require(len(self._artifacts) < len(self.job.artifacts), "an artifact nobody asked for")
        self._partial += payload
        cap = self.job.artifacts[len(self._artifacts)].max_bytes
        _require(len(self._partial) <= cap, f"an artifact over {cap} bytes")
        if not payload:
            self._artifacts.append(bytes(self._partial))
            self._partial = bytearray()

    # What goes to the supervisor.

    def _ask_next(self) -> None:
        index = len(self._replies)
        if index == len(self.job.exchanges):
            self.outgoing.append(memoryview(frames.frame(frames.END)))
            return
        exchange = self.job.exchanges[index]
        self.outgoing.append(memoryview(frames.frame(frames.EXCHANGE, exchange_fields(index, exchange))))
        self._send(frames.MESSAGE, exchange.message)

    def _send(self, kind: int, content: bytes) -> None:
        view = memoryview(content)
        for start in range(0, len(view), frames.CHUNK):
            piece = view[start : start + frames.CHUNK]
            self.outgoing.append(memoryview(frames.head(kind, len(piece))))
            self.outgoing.append(piece)

    def _tell(self, name: str, detail: str = "") -> float:
        event = Event(name, time.time(), detail)
        self._on_event(event)
        return event.at


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except ValidationError as problem:
        raise frames.FrameError(f"not readable: {problem}") from problem


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise frames.FrameError(otherwise)
