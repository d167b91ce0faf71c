"""Makes a Docker engine available: one that runs is used, else it is installed and started.

It changes the machine only where it may (root on Debian or Ubuntu) and never an engine that runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import docker
import requests

from sandbox import apt
from sandbox.docker_client import client
from sandbox.job import SandboxError
from sandbox.registry import Installation

Progress = Callable[[str], None]

START_SECONDS = 60.0
ASK_SECONDS = 5.0
PID_FILE = Path("/var/run/docker.pid")
LOG_TAIL = 500
# Nobody waits for an engine to end. Python warns of a child that is forgotten while it runs, so it is kept.
_STARTED: list[subprocess.Popen[bytes]] = []


def ensure_engine(installation: Installation, progress: Progress) -> str:
    """Return, in a few words, which engine answers now, after starting one if need be.

    Raises:
        SandboxError: there is none and none can be started here; the message says what to do.
    """
    version = engine_version(installation.address)
    if version:
        return f"version {version}"
    if installation.address:
        message = f"no Docker engine answers at {installation.address}: start it, or correct the address"
        raise SandboxError(message, retryable=True)
    if shutil.which("dockerd") is None:
        progress("installing docker.io")
        apt.install("docker.io")
    if os.geteuid() != 0:
        raise SandboxError(
            "the Docker engine is not running: start it (systemctl start docker) "
            "and let this user use it (usermod -aG docker)",
            retryable=True,
        )
    progress("starting dockerd")
    return f"version {_start(installation)}, started"


def engine_version(address: str) -> str:
    """Return the version of the engine at ``address`` ("" for the default one), "" when none answers."""
    try:
        with client(address, ASK_SECONDS) as api:
            return str(api.version()["Version"])
    except (docker.errors.DockerException, requests.RequestException, OSError):
        return ""


def _start(installation: Installation) -> str:
    """Start dockerd in a session of its own, so that it outlives us; return its version."""
    forget_dead_engine(PID_FILE)
    log = installation.home / "logs" / "dockerd.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        process = subprocess.Popen(
            ["dockerd"],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            cwd="/",
            start_new_session=True,
        )
    _STARTED.append(process)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        version = engine_version("")
        if version:
            return version
        time.sleep(0.2)
    said = log.read_bytes()[-LOG_TAIL:].decode(errors="replace").strip()
    raise SandboxError(f"dockerd did not start ({log}): {said}", retryable=True)


def forget_dead_engine(pid_file: Path) -> None:
    """Remove the pid file of an engine that was killed: dockerd refuses to start beside it."""
    try:
        pid = int(pid_file.read_text())
    except (OSError, ValueError):
        pid = 0
    try:
        alive = "dockerd" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        alive = False
    if not alive:
        pid_file.unlink(missing_ok=True)
