"""Which images there are, what goes into them, and the tag that follows from that.

It reads files and never talks to an engine. An image is its packages, over those of its parent, and the
supervisor as the last layer. A new one is a folder under ``sandbox/images`` with a Dockerfile and a
requirements.txt, and one line in ``PARENTS``; one that is of no use without a GPU stands in ``GPU_IMAGES`` as
well.
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


def packages(name: str) -> dict[str, bytes]:
    """Return the files that say which packages the image has, by their paths in the build context."""
    return {path.name: path.read_bytes() for path in (IMAGES / name).iterdir() if path.is_file()}


def last_layer() -> dict[str, bytes]:
    """Return the files of every image's last layer, likewise."""
    files = {f"supervisor/{path.name}": path.read_bytes() for path in SUPERVISOR.glob("*.py")}
    return files | {"Dockerfile": (IMAGES / "supervisor" / "Dockerfile").read_bytes()}


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
def packages_tag(name: str) -> str:
    """Return the full tag of the image's packages: it changes whenever one of their inputs does, or one of
    its parent's. It is fixed for the life of the process, whatever is edited meanwhile."""
    parent = PARENTS[name]
    return f"tuneroom/{name}-packages:{_digest(packages_tag(parent) if parent else '', packages(name))}"


@cache
def tag(name: str) -> str:
    """Return the full tag of the image ``name``, likewise."""
    return f"tuneroom/{name}:{_digest(packages_tag(name), last_layer())}"


def _digest(below: str, files: dict[str, bytes]) -> str:
    digest = hashlib.sha256(below.encode())
    for path, content in sorted(files.items()):
        digest.update(f"{path} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]
