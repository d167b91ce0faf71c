"""Containers that wait for a job, so that nobody waits for a container.

They are made in the background, checked when they are taken, used for one job and replaced. How many wait is
a matter of memory and load: a shape that was asked for lately has more waiting, those that import much are
made only while a processor is free, and all of them together keep within a budget of memory. Removing used
ones is done here too, since nobody needs to wait for that. What a job does in a container is not known here.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sandbox import limits
from sandbox.docker_container import Shape
from sandbox.docker_session import Session
from sandbox.job import Idle, SandboxError
from sandbox.plan import PRELOAD

log = logging.getLogger(__name__)

REMEMBERED = Path("run", "pool.json")  # below the state folder


@dataclass
class Rack:
    """The containers of one shape that wait, the oldest first, and when one was last asked for."""

    waiting: deque[tuple[float, Session]] = field(default_factory=deque)
    asked: deque[float] = field(default_factory=lambda: deque(maxlen=limits.POOL_MOST))
    bytes_each: int = 0

    def wanted(self, now: float) -> int:
        """How many should wait: one more than were asked for in the last seconds."""
        lately = sum(now - at < limits.POOL_LATELY_SECONDS for at in self.asked)
        return min(1 + lately, limits.POOL_MOST)


class Pool:
    """Waiting containers of one engine. ``make`` starts one of a shape; it may raise SandboxError."""

    def __init__(self, make: Callable[[Shape], Session], processors: int, memory_bytes: int) -> None:
        self._make, self._processors, self._memory = make, processors, memory_bytes
        self._racks: dict[Shape, Rack] = {}
        self._used: deque[Session] = deque()
        self._busy = 0.0
        self._closed = False
        self._not_before = 0.0
        self._changed = threading.Condition()
        self._filled = False  # nothing will be made any more
        self._fillers = [
            threading.Thread(target=self._fill, args=(heavy,), name="pool-filler", daemon=True)
            for heavy in (False, True)
        ]
        self._remover = threading.Thread(target=self._empty, name="pool-remover", daemon=True)
        for thread in (*self._fillers, self._remover):
            thread.start()

    def expect(self, shapes: list[Shape]) -> None:
        """Have containers of these shapes waiting, the last one first when memory is short."""
        with self._changed:
            for shape in shapes:
                self._rack(shape)
            self._changed.notify_all()

    def take(self, shape: Shape) -> Session | None:
        """Return a container that waits, None where there is none; and remember that one was asked for."""
        with self._changed:
            rack = self._rack(shape)
            rack.asked.append(time.monotonic())
            self._busy += shape.cpus
            found = None
            while rack.waiting and found is None:
                _, session = rack.waiting.popleft()
                if session.still_waits():
                    found = session
                else:
                    self._used.append(session)
            self._changed.notify_all()
            return found

    def give_back(self, shape: Shape, session: Session | None) -> None:
        """Have a used container removed in the background."""
        with self._changed:
            self._busy -= shape.cpus
            if session is not None:
                self._used.append(session)
            self._changed.notify_all()

    def shapes(self) -> list[Shape]:
        """The shapes that were asked for, the latest last."""
        with self._changed:
            return list(self._racks)

    def waiting(self) -> list[Idle]:
        """What waits now."""
        with self._changed:
            return [
                Idle(shape.name, shape.memory_bytes, len(rack.waiting), rack.bytes_each)
                for shape, rack in self._racks.items()
            ]

    def close(self) -> None:
        """Remove all of them, and come back when that is done."""
        with self._changed:
            self._closed = True
            for rack in self._racks.values():
                self._used.extend(session for _, session in rack.waiting)
                rack.waiting.clear()
            self._changed.notify_all()
        for thread in self._fillers:
            thread.join()
        with self._changed:
            self._filled = True
            self._changed.notify_all()
        self._remover.join()

    def _rack(self, shape: Shape) -> Rack:
        """Its rack, moved to the end; the one that was not asked for the longest gives way."""
        rack = self._racks.pop(shape, None) or Rack()
        self._racks[shape] = rack
        while len(self._racks) > limits.POOL_SHAPES:
            oldest = next(iter(self._racks))
            self._used.extend(session for _, session in self._racks.pop(oldest).waiting)
        return rack

    # Filling.

    def _fill(self, heavy: bool) -> None:
        while True:
            with self._changed:
                self._retire()
                shape = self._next(heavy)
                if self._closed:
                    return
                if shape is None:
                    self._changed.wait(limits.POOL_LOOK_SECONDS)
                    continue
            self._add(shape)

    def _next(self, heavy: bool) -> Shape | None:
        """The shape to make one of now, the latest asked for first."""
        now = time.monotonic()
        if now < self._not_before or (heavy and self._busy + 1 > self._processors):
            return None
        used = sum(len(rack.waiting) * rack.bytes_each for rack in self._racks.values())
        for shape, rack in reversed(self._racks.items()):
            if is_heavy(shape) is heavy and len(rack.waiting) < (1 if heavy else rack.wanted(now)):
                return shape if used + rack.bytes_each <= self._memory else None
        return None

    def _add(self, shape: Shape) -> None:
        try:
            session = self._make(shape)
        except SandboxError as problem:
            # A job of this shape will meet the same trouble and tell it. Here it is tried again later; unless
            # the shape is at fault, of an image that is no more perhaps: then when it is asked for again.
            log.warning("no container can be kept waiting: %s", problem)
            with self._changed:
                self._not_before = time.monotonic() + limits.POOL_PAUSE_SECONDS
                if not problem.engine_down and (rack := self._racks.pop(shape, None)):
                    self._used.extend(session for _, session in rack.waiting)
            return
        with self._changed:
            rack = self._racks.get(shape)
            if self._closed or rack is None:
                self._used.append(session)
            else:
                rack.bytes_each = session.idle_bytes
                rack.waiting.append((time.monotonic(), session))
            self._changed.notify_all()

    def _retire(self) -> None:
        """Let go of those that have waited for long or no longer do."""
        oldest = time.monotonic() - limits.POOL_RETIRE_SECONDS
        for rack in self._racks.values():
            for entry in list(rack.waiting):
                if entry[0] < oldest or not entry[1].still_waits():
                    rack.waiting.remove(entry)
                    self._used.append(entry[1])
                    self._changed.notify_all()

    # Emptying.

    def _empty(self) -> None:
        while True:
            with self._changed:
                while not self._used and not self._filled:
                    self._changed.wait()
                if not self._used:
                    return
                session = self._used.popleft()
            try:
                session.remove()
            except SandboxError as problem:
                log.warning("a container could not be removed: %s", problem)
                with self._changed:
                    if not self._filled:  # else it is left to the sweeper
                        self._used.append(session)
                        self._changed.wait(limits.POOL_PAUSE_SECONDS)


def remember(home: Path, shapes: list[Shape]) -> None:
    """Write down what was asked for, so that the next start has it waiting."""
    path = home / REMEMBERED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(shape) for shape in shapes]))


def recalled(home: Path) -> list[Shape]:
    """What was written down; nothing where that is of another version, or not there."""
    try:
        rows = json.loads((home / REMEMBERED).read_text())
        return [Shape(**row | {"gpus": tuple(row["gpus"])}) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def is_heavy(shape: Shape) -> bool:
    """Whether making one costs seconds of a processor."""
    return bool(PRELOAD.get(shape.name))
