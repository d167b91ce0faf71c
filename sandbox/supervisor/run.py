"""The life of one candidate process: relays its pipes, watches it, says how it ended.

One loop over ``select``; nothing in it can block, so no behaviour of the candidate stops it.
"""

from __future__ import annotations

import json
import os
import select
import signal
from typing import Any

from . import frames
from .channel import Channel
from .child import Child, kill_all, reap
from .exchange import Exchange, ReplyTooLarge
from .points import DRAIN_READS, Points
from .watch import TICK, Fault, Watch


class Run:
    """One candidate process from its start to its report."""

    def __init__(self, job: dict[str, Any], host: Channel, child: Child, idle_bytes: int) -> None:
        self._host = host
        self._output_cap = job["limits"]["output_bytes"]
        self._expected = job["exchanges"]
        self._answered = 0
        self._exchange: Exchange | None = None
        self._tainted = False
        self._output_bytes = 0
        self._fault: Fault | None = None
        self._wake = _wake_on_exit()
        self._watch = Watch(job["limits"], idle_bytes)
        self._child = child
        child.start(job)
        self._status: int | None = reap(
            child.pid
        )  # it may have been killed while it waited, unseen by ``_wake``
        self._points = Points(child.points, job["max_points"])
        self._outputs = {self._child.stdout: frames.STDOUT, self._child.stderr: frames.STDERR}
        self._questions: int | None = self._child.questions
        self._answers: int | None = self._child.answers

    def to_end(self) -> dict[str, Any]:
        """Relay until the process ends or breaks a limit; kill what is left; return the report."""
        self._host.send(frames.STARTED)
        while self._status is None and self._fault is None:
            self._turn()
            if self._watch.due:
                self._look(running=True)
        wall = self._watch.elapsed
        kill_all()
        self._drain()
        self._look(running=False)
        self._judge_status()
        self._host.send(frames.ENDED)
        return self._report(wall)

    def _turn(self) -> None:
        waited_for_host = self._waits_for_host()
        readable, writable, _ = select.select(self._reads(), self._writes(), [], TICK)
        self._watch.tick(counts=not waited_for_host)
        if self._host.target in writable:
            self._host.flush()
        if self._exchange and self._questions in writable:
            self._exchange.write(self._child.questions)
        if self._host.source in readable:
            self._take_frames()
        for descriptor in [one for one in self._outputs if one in readable]:
            self._read_output(descriptor)
        if self._points.descriptor in readable:
            self._pass_points()
        if self._exchange and self._answers in readable:
            self._read_reply(self._exchange)
        self._close_exchange()
        if self._wake in readable:
            os.read(self._wake, 512)
            self._status = reap(self._child.pid)

    def _waits_for_host(self) -> bool:
        """Whether it is the host's turn: a question is due, or it does not take what we have for it."""
        due = self._exchange is None and self._answered < self._expected
        return due or self._host.busy

    def _reads(self) -> list[int]:
        """While the candidate or the host is slow to take, nothing more is read for them: what the
        supervisor holds stays small. Points are read all the time, and dropped if need be."""
        reads = [self._wake]
        if self._points.descriptor is not None:
            reads.append(self._points.descriptor)
        if not (self._exchange and self._exchange.to_write):
            reads.append(self._host.source)
        if not self._host.busy:
            reads += self._outputs
            if self._answers is not None and self._exchange and self._exchange.to_read:
                reads.append(self._answers)
        return reads

    def _writes(self) -> list[int]:
        writes = [self._host.target] if self._host.pending else []
        if self._questions is not None and self._exchange and self._exchange.to_write:
            writes.append(self._questions)
        return writes

    def _fail(self, fault: Fault | None) -> None:
        """Remember what went wrong; the first fault is the one that is told."""
        self._fault = self._fault or fault

    def _look(self, running: bool) -> None:
        self._fail(self._watch.look(self._exchange, running))

    # From the host.

    def _take_frames(self) -> None:
        for kind, payload in self._host.receive():
            if kind == frames.EXCHANGE and self._exchange is None:
                self._open_exchange(json.loads(payload))
            elif kind == frames.MESSAGE and self._exchange is not None:
                self._exchange.add(payload)
            elif kind == frames.END and self._questions is not None:
                os.close(self._questions)
                self._questions = None
            else:
                raise frames.FrameError(f"frame kind {kind} is out of order")

    def _open_exchange(self, fields: dict[str, Any]) -> None:
        self._drain_output()
        if self._spoke_early():
            self._fail(Fault("bad_artifact", "answered before it was asked"))
        if fields["hidden"]:
            self._tainted = True
            self._points.stop()
        self._exchange = Exchange(fields, self._watch.meter.cpu_seconds(), self._watch.elapsed)

    def _spoke_early(self) -> bool:
        if self._answers is None:
            return False
        try:
            early = os.read(self._answers, 1)
        except BlockingIOError:
            return False
        if not early:
            self._answers = None
        return bool(early)

    # From the candidate.

    def _read_reply(self, exchange: Exchange) -> None:
        try:
            data = exchange.read(self._child.answers)
        except ReplyTooLarge as problem:
            breach = ("reply_bytes", exchange.reply_bytes, problem.size)
            self._fail(Fault("bad_artifact", "reply too large", breach))
            return
        if data is None:
            self._answers = None
        elif data:
            self._host.send_bytes(frames.REPLY, data)

    def _close_exchange(self) -> None:
        exchange = self._exchange
        if exchange is None or not exchange.done:
            return
        self._drain_output()
        self._look(running=True)
        if self._fault is None:
            self._exchange = None
            self._answered += 1
            took = exchange.measured(self._watch.meter.cpu_seconds(), self._watch.elapsed)
            self._host.send(frames.ANSWERED, took)

    def _read_output(self, descriptor: int) -> bool:
        """Read once; say whether there may be more. Forwarded is only what is under the cap and
        was printed before any hidden message came in: afterwards it could carry that message."""
        try:
            data = os.read(descriptor, frames.CHUNK)
        except BlockingIOError:
            return False
        if not data:
            self._outputs.pop(descriptor)
            return False
        kept = data[: max(0, self._output_cap - self._output_bytes)]
        self._output_bytes += len(data)
        if kept and not self._tainted:
            self._host.send_bytes(self._outputs[descriptor], kept)
        over = self._output_bytes > self._output_cap
        if over:
            self._fail(Fault("output", "", ("output_bytes", self._output_cap, self._output_bytes)))
        return not over

    def _drain_output(self) -> None:
        for descriptor in list(self._outputs):
            while self._read_output(descriptor):
                pass
        self._pass_points(DRAIN_READS)

    def _pass_points(self, reads: int = 1) -> None:
        for point in self._points.take(reads):
            if not self._host.busy:
                self._host.send(frames.POINT, point)

    def _drain(self) -> None:
        """Everybody is dead: what the pipes still hold is all there will ever be."""
        self._drain_output()
        while self._exchange and self._exchange.to_read and self._answers is not None and not self._fault:
            self._read_reply(self._exchange)
        self._close_exchange()

    # The end.

    def _judge_status(self) -> None:
        if self._status != 0:
            self._fail(Fault("runtime_error"))
        elif self._answered < self._expected:
            self._fail(Fault("bad_artifact", "ended before answering"))

    def _report(self, wall: float) -> dict[str, Any]:
        fault, meter = self._fault or Fault("ok"), self._watch.meter
        # Below zero is a signal; that we killed it ourselves is not told.
        code = None if self._status is None else os.waitstatus_to_exitcode(self._status)
        return {
            "outcome": fault.outcome,
            "reason": fault.reason,
            "breach": fault.breach,
            "during": self._answered if self._answered < self._expected else None,
            "exit_code": code if code is not None and code >= 0 else None,
            "signal": -code if code is not None and code < 0 else None,
            "cpu_seconds": meter.cpu_seconds(),
            "wall_seconds": wall,
            "peak_memory_bytes": meter.peak_bytes(),
            "output_bytes": self._output_bytes,
        }


def _wake_on_exit() -> int:
    """Return a descriptor that becomes readable when a child ends, so that select sees it at once."""
    wake, ring = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(ring, False)
    signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    return wake
