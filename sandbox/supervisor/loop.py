"""The life of one candidate process: relays its pipes, watches its limits, says how it ended.

One loop over ``select``; nothing in it can block, so no behaviour of the candidate stops it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import time
from typing import Any

from . import frames
from .cgroup import Meter
from .channel import Channel
from .child import WORK, Child, kill_all, reap
from .exchange import Exchange, ReplyTooLarge

TICK = 0.02
Breach = tuple[str, float, float]  # limit, allowed, measured


class Run:
    """One candidate process from its start to its report."""

    def __init__(self, job: dict[str, Any], host: Channel) -> None:
        self.host = host
        self.limits = job["limits"]
        self.expected = job["exchanges"]
        self.answered = 0
        self.exchange: Exchange | None = None
        self.tainted = False
        self.output_bytes = 0
        self.outcome = ""
        self.reason = ""
        self.during: int | None = None
        self.breach: Breach | None = None
        self.status: int | None = None
        self.wake = _wake_on_exit()
        self.meter = Meter()
        self.started = time.monotonic()
        self.checked = self.started
        self.child = Child(job["uid"], job["argv"], job["env"])
        self.outputs = {self.child.stdout: frames.STDOUT, self.child.stderr: frames.STDERR}
        self.questions: int | None = self.child.questions
        self.answers: int | None = self.child.answers

    def to_end(self) -> dict[str, Any]:
        """Relay until the process ends or breaks a limit; kill what is left; return the report."""
        self.host.send(frames.STARTED)
        while self.status is None and not self.outcome:
            self._turn()
            if time.monotonic() - self.checked >= TICK:
                self._check_limits()
        wall = time.monotonic() - self.started
        ended = kill_all(self.child.pid)
        self.status = self.status if self.status is not None else ended
        self._drain_all()
        self._check_limits()
        self._judge_status()
        self.host.send(frames.ENDED)
        return self._report(wall)

    def fail(self, outcome: str, reason: str = "", breach: Breach | None = None) -> None:
        """Say how the run ended; the first word counts."""
        if not self.outcome:
            self.outcome, self.reason, self.breach = outcome, reason, breach

    # One turn of the loop.

    def _turn(self) -> None:
        ready, writable, _ = select.select(self._reads(), self._writes(), [], TICK)
        if self.host.target in writable:
            self.host.flush()
        if self.exchange and self.questions in writable:
            self.exchange.write(self.child.questions)
        if self.host.source in ready:
            self._take_frames()
        for descriptor in [one for one in self.outputs if one in ready]:
            self._read_output(descriptor)
        if self.exchange and self.answers in ready:
            self._read_reply(self.exchange)
        self._close_exchange()
        if self.wake in ready:
            os.read(self.wake, 512)
            self.status = reap(self.child.pid)

    def _reads(self) -> list[int]:
        reads = [self.wake]
        if not (self.exchange and self.exchange.to_write):
            reads.append(self.host.source)
        if not self.host.busy:
            reads += self.outputs
            if self.answers is not None and self.exchange and self.exchange.to_read:
                reads.append(self.answers)
        return reads

    def _writes(self) -> list[int]:
        writes = [self.host.target] if self.host.pending else []
        if self.questions is not None and self.exchange and self.exchange.to_write:
            writes.append(self.questions)
        return writes

    # From the host.

    def _take_frames(self) -> None:
        for kind, payload in self.host.receive():
            if kind == frames.EXCHANGE:
                self._open_exchange(json.loads(payload))
            elif kind == frames.MESSAGE and self.exchange:
                self.exchange.add(payload)
            elif kind == frames.END and self.questions is not None:
                os.close(self.questions)
                self.questions = None
            elif not self.outcome:
                raise frames.FrameError(f"frame kind {kind} is out of order")

    def _open_exchange(self, fields: dict[str, Any]) -> None:
        self._drain_output()
        if self.answers is not None and select.select([self.answers], [], [], 0)[0] and self._spoke_early():
            self.fail("bad_artifact", "answered before it was asked")
        self.tainted = self.tainted or fields["hidden"]
        self.exchange = Exchange(fields, self.meter.cpu_seconds(), time.monotonic())

    def _spoke_early(self) -> bool:
        try:
            early = os.read(self.child.answers, 1)
        except BlockingIOError:
            return False
        if not early:
            self.answers = None
        return bool(early)

    # From the candidate.

    def _read_reply(self, exchange: Exchange) -> None:
        try:
            data = exchange.read(self.child.answers)
        except ReplyTooLarge as problem:
            self.fail("bad_artifact", "reply too large", ("reply_bytes", exchange.reply_bytes, problem.size))
            return
        if data is None:
            self.answers = None
        elif data:
            self.host.send_bytes(frames.REPLY, data)

    def _close_exchange(self) -> None:
        exchange = self.exchange
        if exchange is None or not exchange.done or self.outcome:
            return
        self._drain_output()
        self._check_limits()
        if self.outcome:
            return
        self.exchange = None
        self.answered += 1
        self.host.send(
            frames.ANSWERED,
            {
                "index": exchange.index,
                "cpu_seconds": max(0.0, self.meter.cpu_seconds() - exchange.cpu_start),
                "wall_seconds": time.monotonic() - exchange.wall_start,
            },
        )

    def _read_output(self, descriptor: int) -> bool:
        """Read once; say whether there may be more. Forwarded is only what is under the cap and
        was printed before any hidden message came in: afterwards it could carry that message."""
        try:
            data = os.read(descriptor, frames.CHUNK)
        except BlockingIOError:
            return False
        if not data:
            self.outputs.pop(descriptor)
            return False
        cap = self.limits["output_bytes"]
        kept = data[: max(0, cap - self.output_bytes)]
        self.output_bytes += len(data)
        if kept and not self.tainted:
            self.host.send_bytes(self.outputs[descriptor], kept)
        if self.output_bytes > cap:
            self.fail("output", "", ("output_bytes", cap, self.output_bytes))
            return False
        return True

    def _drain_output(self) -> None:
        for descriptor in list(self.outputs):
            while self._read_output(descriptor):
                pass

    def _drain_all(self) -> None:
        """Everybody is dead: what the pipes still hold is all there will ever be."""
        self._drain_output()
        while self.exchange and self.exchange.to_read and self.answers is not None and not self.outcome:
            self._read_reply(self.exchange)
        self._close_exchange()

    # Limits.

    def _check_limits(self) -> None:
        self.checked = time.monotonic()
        self.meter.sample_memory()
        limits, cpu = self.limits, self.meter.cpu_seconds()
        wall, peak = self.checked - self.started, self.meter.peak_bytes()
        if self.meter.oom_kills() or peak > limits["memory_bytes"]:
            self.fail("memory", "", ("memory_bytes", limits["memory_bytes"], peak))
        if cpu > limits["cpu_seconds"]:
            self.fail("cpu_time", "", ("cpu_seconds", limits["cpu_seconds"], cpu))
        if self.exchange and self.exchange.cpu_limit is not None:
            used = cpu - self.exchange.cpu_start
            if used > self.exchange.cpu_limit:
                self.fail("cpu_time", "", ("exchange_cpu_seconds", self.exchange.cpu_limit, used))
        if self.status is None and wall > limits["wall_seconds"]:
            self.fail("wall_time", "", ("wall_seconds", limits["wall_seconds"], wall))
        disk = os.statvfs(WORK)
        if disk.f_bavail == 0 or disk.f_favail == 0:
            self.fail("bad_artifact", "disk full", ("disk_bytes", limits["disk_bytes"], limits["disk_bytes"]))

    # The end.

    def _judge_status(self) -> None:
        if self.status is None or self.outcome:
            return
        if os.WIFSIGNALED(self.status) or os.WEXITSTATUS(self.status) != 0:
            self.fail("runtime_error")
        elif self.exchange is not None or self.answered < self.expected:
            self.fail("bad_artifact", "ended before answering")
            self.during = self.answered
        else:
            self.fail("ok")

    def _report(self, wall: float) -> dict[str, Any]:
        exited = self.status is not None and os.WIFEXITED(self.status)
        killed = self.status is not None and os.WIFSIGNALED(self.status)
        return {
            "outcome": self.outcome,
            "reason": self.reason,
            "breach": self.breach,
            "during": self.exchange.index if self.exchange else self.during,
            "exit_code": os.WEXITSTATUS(self.status or 0) if exited else None,
            "signal": os.WTERMSIG(self.status or 0) if killed else None,
            "cpu_seconds": self.meter.cpu_seconds(),
            "wall_seconds": wall,
            "peak_memory_bytes": self.meter.peak_bytes(),
            "output_bytes": self.output_bytes,
        }


def _wake_on_exit() -> int:
    """Return a descriptor that becomes readable when a child ends, so that select sees it at once."""
    wake, ring = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(ring, False)
    signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    return wake
