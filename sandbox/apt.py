"""Debian packages for the machine that judges, where we are allowed to install them. No more."""

from __future__ import annotations

import os
import shutil
import subprocess

from sandbox.job import SandboxError


def install(package: str) -> None:
    """Install a package of this machine's Debian or Ubuntu.

    Raises:
        SandboxError: this is no Debian or Ubuntu, we are not root, or apt failed.
    """
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise SandboxError(
            f"{package} is missing and can be installed only as root on Debian or Ubuntu: install it",
            retryable=False,
        )
    _run("update")  # lists may be missing, or so old that the package is gone; a failure shows below
    done = _run("install", "-y", "--no-install-recommends", package)
    if done.returncode != 0:
        raise SandboxError(f"apt-get cannot install {package}: {done.stderr.strip()[-500:]}", retryable=True)


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        ["apt-get", "--quiet", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
