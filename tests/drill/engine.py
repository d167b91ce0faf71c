"""The fault that only a machine of one's own can bear: its Docker engine is killed and started again."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

from sandbox.engine_setup import PID_FILE, ensure_engine
from sandbox.registry import Installation
from tests.drill.faults import SHORT, Fault, Field


def _engine_killed(field: Field) -> None:
    """Its containers go on without it; the new one finds them again."""
    os.kill(int(PID_FILE.read_text()), signal.SIGKILL)
    field.wait(SHORT)
    ensure_engine(Installation(name="drill", home=Path(tempfile.mkdtemp(prefix="drill-engine-"))), print)


ENGINE_KILLED = Fault("engine killed", "engine", _engine_killed)
