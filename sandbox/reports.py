"""What a supervisor says in JSON, as strict types: a missing, extra or mistyped field is refused.

It holds no behaviour; ``sandbox.conversation`` reads it and ``sandbox.supervisor`` writes it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sandbox.job import Outcome
from sandbox.supervisor.frames import POINT_NAME, POINT_STEP, POINT_VALUES

_STRICT = ConfigDict(strict=True, extra="forbid", ser_json_inf_nan="strings")
_Step = Annotated[int, Field(ge=-POINT_STEP, le=POINT_STEP)]
_Name = Annotated[str, Field(min_length=1, max_length=POINT_NAME)]
_Finite = Annotated[float, Field(allow_inf_nan=False)]
_Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Facts:
    """READY: what the container is allowed, seen from inside; None is "cannot be read". ``idle_bytes``: what
    it uses while it waits."""

    protocol: int
    cgroup: int
    memory_bytes: int | None
    processes: int | None
    cpus: float | None
    counts_cpu: bool
    seccomp: bool
    no_new_privileges: bool
    capabilities: int
    interfaces: list[str]
    read_only_root: bool
    open_calls: list[str]
    idle_bytes: _Count


@dataclass(frozen=True, slots=True, config=_STRICT)
class Answered:
    """ANSWERED: the reply is complete; seconds of this exchange alone."""

    index: _Count
    cpu_seconds: _Seconds
    wall_seconds: _Seconds


@dataclass(frozen=True, slots=True, config=_STRICT)
class Progress:
    """POINT: one point of the process's progress, in its own counting and under its own names."""

    step: _Step
    values: Annotated[dict[_Name, _Finite], Field(min_length=1, max_length=POINT_VALUES)]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Report:
    """REPORT: how the process ended. ``breach`` is limit, allowed, measured; ``during`` an index."""

    outcome: Outcome
    reason: str = ""
    breach: tuple[str, _Finite, _Finite] | None = None
    during: int | None = None
    exit_code: int | None = None
    signal: int | None = None
    cpu_seconds: _Seconds = 0.0
    wall_seconds: _Seconds = 0.0
    peak_memory_bytes: _Count = 0
    output_bytes: _Count = 0
