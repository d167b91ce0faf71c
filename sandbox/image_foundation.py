"""What the images stand on: a Debian with Python 3.11, pulled from a registry or bootstrapped.

It adds nothing of ours; ``sandbox.image_build`` does.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

import docker
import requests

from sandbox import apt
from sandbox.docker_client import client
from sandbox.job import SandboxError

PULLED = "python:3.11-slim"
BOOTSTRAPPED = "tuneroom/foundation:bookworm"
SUITE = "bookworm"
PULL_SECONDS = 30.0
PIECE_BYTES = 1024 * 1024
LEFT_OUT = ("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*")


@dataclass(frozen=True, slots=True)
class Foundation:
    """An image with Python 3.11; ``site`` is the folder where that Python looks for packages."""

    image: str
    site: str


REGISTRY = Foundation(PULLED, "/usr/local/lib/python3.11/site-packages")
DEBIAN = Foundation(BOOTSTRAPPED, "/usr/local/lib/python3.11/dist-packages")


def foundation(api: docker.APIClient, address: str, progress: Callable[[str], None]) -> Foundation:
    """Return what to build on: an image that is here, else from a registry, else bootstrapped.

    Raises:
        SandboxError: no registry answers and there is no Debian to bootstrap from.
    """
    for known in (REGISTRY, DEBIAN):
        if api.images(name=known.image):
            return known
    progress(f"pulling {PULLED}")
    if _pull(address):
        return REGISTRY
    progress("no registry answers: bootstrapping Debian with Python")
    _bootstrap(api, progress)
    return DEBIAN


def _pull(address: str) -> bool:
    repository, _, version = PULLED.partition(":")
    try:
        with client(address, PULL_SECONDS) as api:
            lines = list(api.pull(repository, tag=version, stream=True, decode=True))
    except (docker.errors.DockerException, requests.RequestException):
        return False
    return not any("error" in line for line in lines)


def _bootstrap(api: docker.APIClient, progress: Callable[[str], None]) -> None:
    if shutil.which("mmdebstrap") is None:
        progress("installing mmdebstrap")
        apt.install("mmdebstrap")
    command = ["mmdebstrap", "--quiet", "--variant=minbase", "--include=python3"]
    command += [f"--dpkgopt=path-exclude={pattern}" for pattern in LEFT_OUT]
    with tempfile.TemporaryFile() as file:
        done = subprocess.run([*command, SUITE, "-"], stdout=file, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip()[-500:]
            raise SandboxError(f"mmdebstrap failed: {said}", retryable=True)
        file.seek(0)
        repository, _, version = BOOTSTRAPPED.partition(":")
        pieces = iter(lambda: file.read(PIECE_BYTES), b"")  # a file's known length would confuse docker-py
        api.import_image_from_stream(pieces, repository=repository, tag=version)
