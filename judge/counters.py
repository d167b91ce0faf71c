"""The cache of files in which all processes of one machine count: calls of the API, attempts to sign in."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class CounterFiles(FileBasedCache):
    """On a full disk nothing is counted, and everything goes on."""

    def set(self, *args: Any, **options: Any) -> None:
        """See ``FileBasedCache``."""
        with suppress(OSError):
            super().set(*args, **options)
