"""Which sandboxes are installed: the entry points of ``tuneroom.sandboxes``.

An entry point is a function of an ``Installation`` that returns a ``Sandbox``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from sandbox.job import Sandbox

GROUP = "tuneroom.sandboxes"


@dataclass(frozen=True, slots=True)
class Installation:
    """What a backend needs to know of this installation. ``name`` labels its containers;
    ``home`` is the state folder; ``address`` is the engine's, "" for the local default, and ``runtime`` what
    it starts containers with, likewise. With ``gpus`` this machine is to run jobs with GPUs, so that it is a
    fault if it cannot."""

    name: str
    home: Path
    address: str = ""
    gpus: bool = False
    runtime: str = ""


class UnknownSandbox(LookupError):
    """No installed package brings a sandbox of this name."""


def open_sandbox(name: str, installation: Installation) -> Sandbox:
    """Open the backend ``name`` for this installation.

    Raises:
        UnknownSandbox: no entry point has that name; the message lists those there are.
        SandboxError: the backend cannot be used now.
    """
    points = {point.name: point for point in entry_points(group=GROUP)}
    if name not in points:
        raise UnknownSandbox(f"no sandbox {name!r} is installed; there are: {', '.join(sorted(points))}")
    opener: Callable[[Installation], Sandbox] = points[name].load()
    return opener(installation)
