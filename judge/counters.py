"""The cache of files in which all processes of one machine count: calls of the API, attempts to sign in."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class CounterFiles(FileBasedCache):
    """On a full disk nothing is counted, and everything goes on."""

    def set(self, *args: Any, **options: Any) -> None:
        """See ``FileBasedCache``."""
        with suppress(OSError):
            super().set(*args, **options)

    def _cull(self) -> None:
        """Where there are too many files, those go first whose time is over. Django takes any of them: whose
        counter goes is counted anew."""
        files: list[str] = self._list_cache_files()  # type: ignore[attr-defined] # its own, and so no types
        if len(files) >= self._max_entries:
            for name in files:
                with suppress(OSError), Path(name).open("rb") as file:
                    self._is_expired(file)  # type: ignore[attr-defined] # which removes it
        super()._cull()  # type: ignore[misc]
