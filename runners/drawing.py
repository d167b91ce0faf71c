"""How kinds draw and keep the data of an installation: keyed digests, files written whole, lines of JSON.

What is drawn, and from which corpus, is each kind's own affair.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def digest(secret: bytes, message: str) -> bytes:
    """The HMAC-SHA256 of a message: 32 bytes that nobody without the secret can foretell."""
    return hmac.new(secret, message.encode(), hashlib.sha256).digest()


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; its folder is closed to others."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)


def json_lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """One object a line, in UTF-8."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """The inverse of ``json_lines``, from a file."""
    with path.open(encoding="utf-8") as lines:  # not splitlines: a text may hold other line separators
        return [json.loads(line) for line in lines]
