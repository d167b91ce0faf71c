"""Wheels are installed by unpacking, or not at all."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from sandbox.image_build import _download, add_wheel
from sandbox.job import SandboxError


def wheel(*names: str) -> zipfile.ZipFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o755 if name.endswith("tool") else 0o644) << 16
            archive.writestr(entry, name.encode())
    return zipfile.ZipFile(file)


def test_wheel_is_unpacked_below_packages() -> None:
    file = io.BytesIO()
    with (
        tarfile.open(fileobj=file, mode="w") as archive,
        wheel("a/b.py", "a/tool", "a-1.data/purelib/a/c.py", "a-1.data/data/share/man/man1/a.1") as one,
    ):
        add_wheel(archive, one)
    file.seek(0)
    with tarfile.open(fileobj=file) as archive:
        members = [(member.name, member.mode, archive.extractfile(member)) for member in archive]
        assert [(name, mode, file.read() if file else b"") for name, mode, file in members] == [
            ("packages/a/b.py", 0o644, b"a/b.py"),
            ("packages/a/tool", 0o755, b"a/tool"),
            ("packages/a/c.py", 0o644, b"a-1.data/purelib/a/c.py"),
        ]


def test_wheel_with_files_for_elsewhere_is_refused() -> None:
    with (
        tarfile.open(fileobj=io.BytesIO(), mode="w") as archive,
        wheel("a-1.data/scripts/x") as one,
        pytest.raises(SandboxError),
    ):
        add_wheel(archive, one)


def test_pip_without_a_cpu_build_of_torch_says_where_to_look(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(f"absent-package==1.0+cpu \\\n    --hash=sha256:{'0' * 64}\n")
    with pytest.raises(SandboxError, match="PIP_EXTRA_INDEX_URL"):
        _download(requirements, tmp_path / "wheels", "x86_64")
