"""Which images there are, what goes into them, and the tag that follows from that.

It reads files and never talks to an engine. A new image is a folder under ``sandbox/images`` with a
Dockerfile and a requirements.txt, and one line in ``PARENTS``; one that is of no use without a GPU stands in
``GPU_IMAGES`` as well.
"""

from __future__ import annotations

import hashlib
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
IMAGES = HERE / "images"
SUPERVISOR = HERE / "supervisor"
BUILD_COMMAND = "manage.py setup"
PARENTS: dict[str, str | None] = {"base": None, "torch": "base", "torch-cuda": "base"}
GPU_IMAGES = frozenset({"torch-cuda"})  # gigabytes, so only machines that serve GPUs have them

# What wheels bring that nothing reads at run time: test programs, C++ headers, manual pages.
LEFT_OUT = ("torch/bin/*", "torch/include/*", "torch/test/*", "*.data/data/share/man/*")
KEPT = ("torch/bin/torch_shm_manager",)


def needed(gpus: bool) -> list[str]:
    """Return the images that a machine must have, parents first; ``gpus``: it serves GPUs."""
    return [name for name in PARENTS if gpus or name not in GPU_IMAGES]


def inputs(name: str) -> dict[str, bytes]:
    """Return every file that makes up the image ``name``, by its path in the build context."""
    files = {path.name: path.read_bytes() for path in (IMAGES / name).iterdir() if path.is_file()}
    if PARENTS[name] is None:
        files |= {f"supervisor/{path.name}": path.read_bytes() for path in SUPERVISOR.glob("*.py")}
    return files


def place(entry: str) -> str | None:
    """Return where the file ``entry`` of a wheel belongs below the folder of packages, None if it is
    left out.

    Raises:
        ValueError: it belongs elsewhere.
    """
    if entry not in KEPT and any(fnmatch(entry, pattern) for pattern in LEFT_OUT):
        return None
    top, _, rest = entry.partition("/")
    if not top.endswith(".data"):
        return entry
    scheme, _, path = rest.partition("/")
    if scheme not in ("purelib", "platlib"):
        raise ValueError(f"{entry} belongs outside of the packages")
    return path


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
