"""Which images there are, what goes into them, and the tag that follows from that.

It reads files and never talks to an engine. A new image is a folder under ``sandbox/images`` with a
Dockerfile and a requirements.txt, and one line in ``PARENTS``.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
IMAGES = HERE / "images"
SUPERVISOR = HERE / "supervisor"
BUILD_COMMAND = "manage.py setup"
PARENTS: dict[str, str | None] = {"base": None}


def inputs(name: str) -> dict[str, bytes]:
    """Return every file that makes up the image ``name``, by its path in the build context."""
    files = {path.name: path.read_bytes() for path in (IMAGES / name).iterdir() if path.is_file()}
    if PARENTS[name] is None:
        files |= {f"supervisor/{path.name}": path.read_bytes() for path in SUPERVISOR.glob("*.py")}
    return files


@cache
def tag(name: str) -> str:
    """Return the full tag of the image ``name``: it changes whenever one of its inputs does, or one
    of its parent's. It is fixed for the life of the process, whatever is edited meanwhile."""
    digest = hashlib.sha256()
    parent = PARENTS[name]
    digest.update(tag(parent).encode() if parent else b"")
    for path, content in sorted(inputs(name).items()):
        digest.update(f"{path} {len(content)}\n".encode() + content)
    return f"tuneroom/{name}:{digest.hexdigest()[:16]}"
