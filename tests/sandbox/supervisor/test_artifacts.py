"""Artifacts are opened step by step and nothing is followed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.supervisor.artifacts import BadArtifact, chunks, open_regular
from sandbox.supervisor.frames import CHUNK


def link(root: Path) -> None:
    (root / "elsewhere").write_bytes(b"x")
    (root / "a").symlink_to("elsewhere")


def hard_link(root: Path) -> None:
    (root / "elsewhere").write_bytes(b"x")
    (root / "a").hardlink_to(root / "elsewhere")


BAD: list[tuple[Callable[[Path], object], str]] = [
    (lambda root: None, "a: no such file or directory"),
    (link, "a: symbolic link"),
    (hard_link, "a: hard link"),
    (lambda root: (root / "a").mkdir(), "a: not a regular file"),
    (lambda root: os.mkfifo(root / "a"), "a: not a regular file"),
    (lambda root: (root / "a").write_bytes(b"x" * 11), "a: too large"),
]


@pytest.mark.parametrize(("make", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_anything_but_a_small_regular_file_is_refused(
    make: Callable[[Path], object], reason: str, tmp_path: Path
) -> None:
    make(tmp_path)
    with pytest.raises(BadArtifact) as caught:
        open_regular(str(tmp_path), "a", 10)
    assert str(caught.value) == reason


def test_link_on_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_bytes(b"x")
    (tmp_path / "folder").symlink_to("real")
    with pytest.raises(BadArtifact) as caught:
        open_regular(str(tmp_path), "folder/a", 10)
    assert str(caught.value) == "folder/a: symbolic link"


def test_regular_file_is_read_whole(tmp_path: Path) -> None:
    content = os.urandom(2 * CHUNK + 5)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_bytes(content)
    descriptor, size = open_regular(str(tmp_path), "folder/a", len(content))
    pieces = list(chunks(descriptor, size))
    os.close(descriptor)
    assert (size, [len(piece) for piece in pieces]) == (len(content), [CHUNK, CHUNK, 5])
    assert b"".join(pieces) == content


def test_refusals_leave_no_descriptor_open(tmp_path: Path) -> None:
    before = os.listdir("/proc/self/fd")
    for make, _ in BAD[1:4]:
        root = tmp_path / str(id(make))
        root.mkdir()
        make(root)
        with pytest.raises(BadArtifact):
            open_regular(str(root), "a", 10)
    assert len(os.listdir("/proc/self/fd")) == len(before)
