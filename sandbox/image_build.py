"""Builds the sandbox images without a network: wheels are downloaded and unpacked by the host.

What goes into an image is decided in ``sandbox.image_recipes``; here is how it gets there.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

import docker

from sandbox.docker_client import client, engine_errors
from sandbox.image_foundation import Foundation, foundation
from sandbox.image_recipes import IMAGES, PARENTS, last_layer, needed, packages, packages_tag, place, tag
from sandbox.job import SandboxError
from sandbox.registry import Installation

Progress = Callable[[str], None]

TAIL_LINES = 20
BUILD_SECONDS = 1200.0
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
GLIBCS = ("manylinux_2_28", "manylinux_2_27", "manylinux2014", "manylinux_2_17")

CPU_BUILD = "+cpu "
CPU_ONLY = (
    "\nThe build of torch without CUDA (a version that ends in +cpu) is not on the common package index, and "
    "the one that is there is never taken: it brings gigabytes. Tell pip where the former is, with "
    "PIP_EXTRA_INDEX_URL (PyTorch's own index of CPU wheels) or PIP_FIND_LINKS (a folder of wheels)."
)


def build_images(installation: Installation, progress: Progress) -> list[str]:
    """Build the images that this machine needs and whose inputs have changed; return the tags built.

    Raises:
        SandboxError: the engine, pip or the Debian bootstrap failed; the message says which.
    """
    with engine_errors(), client(installation.address, BUILD_SECONDS) as api:
        missing = [name for name in needed(installation.gpus) if not api.images(name=tag(name))]
        if not missing:
            return []
        ground = foundation(api, installation.address, progress)
        for name in needed(installation.gpus):
            if not api.images(name=packages_tag(name)):
                _build_packages(api, name, ground, installation.home, progress)
        for name in missing:
            with tempfile.TemporaryFile() as file:
                _write_context(file, last_layer(), [])
                _build(api, file, tag(name), packages_tag(name), ground.site, progress)
        return [tag(name) for name in missing]


def _build_packages(
    api: docker.APIClient, name: str, ground: Foundation, home: Path, progress: Progress
) -> None:
    progress(f"{packages_tag(name)}: collecting Python packages")
    wheels = _wheels(name, home, MACHINES[api.version()["Arch"]])
    parent = PARENTS[name]
    with tempfile.TemporaryFile() as file:
        _write_context(file, packages(name), wheels)
        below = packages_tag(parent) if parent else ground.image
        _build(api, file, packages_tag(name), below, ground.site, progress)


def _build(
    api: docker.APIClient, context: IO[bytes], wanted: str, below: str, site: str, progress: Progress
) -> None:
    progress(f"{wanted}: building on {below}")
    context.seek(0)
    said: deque[str] = deque(maxlen=TAIL_LINES)
    for line in api.build(
        fileobj=context,
        custom_context=True,
        tag=wanted,
        buildargs={"FOUNDATION": below, "SITE": site},
        network_mode="none",
        rm=True,
        forcerm=True,
        decode=True,
    ):
        if "error" in line:
            raise SandboxError(f"building {wanted} failed: {line['error']}\n{''.join(said)}", retryable=False)
        said.append(line.get("stream", ""))
    progress(f"{wanted}: built")


def _wheels(name: str, home: Path, machine: str) -> list[Path]:
    """Return the pinned wheels for the image's Python, downloaded once; pip checks their hashes."""
    requirements = IMAGES / name / "requirements.txt"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
    folder = home / "wheels" / f"{name}-{machine}-{digest}"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as part:
            _download(requirements, Path(part, "wheels"), machine)
            Path(part, "wheels").rename(folder)
    return sorted(folder.glob("*.whl"))


def _download(requirements: Path, folder: Path, machine: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder)]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "--disable-pip-version-check"]
    command += ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"]
    command += [f"--platform={glibc}_{machine}" for glibc in GLIBCS]
    command += ["--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip()[-500:]
        hint = CPU_ONLY if CPU_BUILD in requirements.read_text() else ""
        raise SandboxError(f"pip cannot download wheels: {said}{hint}", retryable=True)


def _write_context(file: IO[bytes], files: dict[str, bytes], wheels: list[Path]) -> None:
    """Write the build context. Wheels go through in a stream: some are as large as the memory."""
    with tarfile.open(fileobj=file, mode="w") as archive:
        for path, content in sorted(files.items()):
            _add(archive, path, len(content), 0o644, io.BytesIO(content))
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as packed:
                add_wheel(archive, packed)


def add_wheel(archive: tarfile.TarFile, wheel: zipfile.ZipFile) -> None:
    """Add the files of a wheel below ``packages/``, which installs it; its commands are not made.

    Raises:
        SandboxError: it has files for elsewhere.
    """
    for entry in wheel.infolist():
        try:
            path = place(entry.filename)
        except ValueError as problem:
            raise SandboxError(f"{wheel.filename}: {problem}", retryable=False) from problem
        if path is not None and not entry.is_dir():
            mode = 0o755 if entry.external_attr >> 16 & 0o100 else 0o644
            with wheel.open(entry) as content:
                _add(archive, f"packages/{path}", entry.file_size, mode, content)


def _add(archive: tarfile.TarFile, path: str, size: int, mode: int, content: IO[bytes]) -> None:
    member = tarfile.TarInfo(path)
    member.size, member.mode = size, mode
    archive.addfile(member, content)
