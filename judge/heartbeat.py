"""Signs of life, in threads of their own: of a lease while a submission is judged, of a worker always.

Nothing here decides what a lost lease means; it only tells.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection

from judge import limits, services
from judge.curves import LiveCurve, Points
from judge.models import Submission
from judge.states import State

log = logging.getLogger(__name__)

STOPPING = threading.Event()
"""Set when this worker shuts down: running jobs stop and go back to the queue."""


UNFIT = threading.Event()
"""Set when this machine was found unable to judge, for an engine that is down, an image that is missing or a
limit that is not enforced: nothing is claimed until the worker has found it fit again."""


class Beat:
    """Calls ``act`` every ``seconds`` in a thread until closed or until ``act`` returns False."""

    def __init__(self, act: Callable[[], bool], seconds: float, name: str) -> None:
        self._act, self._seconds = act, seconds
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._closed.wait(self._seconds):
                if not self._beat():
                    return
        finally:
            connection.close()

    def _beat(self) -> bool:
        try:
            return self._act()
        except DatabaseError:
            # A locked or absent database may come back before the lease ends; the next beat tries again.
            log.warning("%s: the database did not answer", self._thread.name, exc_info=True)
            connection.close()
            return True
        except Exception:
            # Whatever it was: a worker without signs of life would be taken for gone while it judges.
            log.exception("%s: failed once; the next beat may not", self._thread.name)
            return True


class Lease(Beat):
    """Keeps one claimed submission ours, hears whether to stop, and stores its curve as it grows."""

    def __init__(self, held: Submission) -> None:
        super().__init__(self._renew, limits.LEASE_POLL, f"lease-{held.pk}")
        self._held = held
        self._reached: State | None = None
        self._hand_back_at = float("inf")
        self.lost = False
        self.cancel_asked = False
        self.curve = LiveCurve(self._keep)
        self._curve_due = 0.0

    def _keep(self, points: Points) -> None:
        services.keep_curve(self._held, points)

    def reach(self, state: State | None) -> None:
        """Let the next beat show this state: the thread that talks to the container waits for no
        database, since the candidate's clock runs."""
        self._reached = state

    def _renew(self) -> bool:
        if self._overdue():
            services.give_back(self._held)
            self.lost = True
            return False
        reached, self._reached = self._reached, None
        try:
            if reached is not None:
                services.advance(self._held, reached)
            self.cancel_asked = services.renew(self._held)
            if time.monotonic() >= self._curve_due:
                self._curve_due = time.monotonic() + limits.CURVE_EVERY
                self.curve.write()
        except services.LeaseLost:
            self.lost = True
        return not self.lost

    def _overdue(self) -> bool:
        """Whether the worker is going down, or the submission was cancelled, and the judging thread, in a
        call that hangs perhaps, did not act on it itself."""
        now = time.monotonic()
        if STOPPING.is_set():
            self._hand_back_at = min(self._hand_back_at, now + limits.HAND_BACK_AFTER)
        elif self.cancel_asked:
            self._hand_back_at = min(self._hand_back_at, now + limits.CANCEL_AFTER)
        return now >= self._hand_back_at

    def should_stop(self) -> bool:
        """Whether the running job is to be ended: cancelled, lost, or the worker is going down."""
        return self.lost or self.cancel_asked or STOPPING.is_set()
