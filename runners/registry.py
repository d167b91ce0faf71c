"""Which kinds of problem are installed: the entry points of ``tuneroom.runners``."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from runners.base import Runner

GROUP = "tuneroom.runners"


class UnknownKind(LookupError):
    """No installed package brings this kind of problem."""


@cache
def load_runner(kind: str) -> Runner:
    """Return the runner of ``kind``.

    Raises:
        UnknownKind: no entry point has that name; the message lists those there are.
    """
    points = {point.name: point for point in entry_points(group=GROUP)}
    if kind not in points:
        raise UnknownKind(f"no kind {kind!r} is installed; there are: {', '.join(sorted(points))}")
    runner: Runner = points[kind].load()
    return runner


def kinds() -> list[str]:
    """Names of all the installed kinds."""
    return sorted(point.name for point in entry_points(group=GROUP))


def template_folders() -> list[Path]:
    """The ``templates`` folders that kinds bring, found without importing the kinds."""
    folders = []
    for point in entry_points(group=GROUP):
        spec = find_spec(point.module)
        for place in (spec.submodule_search_locations or []) if spec else []:
            folders.append(Path(place) / "templates")
    return [folder for folder in folders if folder.is_dir()]
