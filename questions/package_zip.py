"""Packages as zip: written the same to the last byte, and read as if an enemy had sent them.

Pure: bytes in, files out. Whether the files are a package in order is ``questions.problem_package``'s to say.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

MOST_ZIP_BYTES = 16 * 1024 * 1024
MOST_FILES, MOST_FILE_BYTES, MOST_BYTES = 500, 16 * 1024 * 1024, 32 * 1024 * 1024
LONGEST_PATH, DEEPEST = 200, 8
CHUNK = 64 * 1024
ENCRYPTED = 0x1
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)
"""What the reader of zips raises for what is none."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
EPOCH = (1980, 1, 1, 0, 0, 0)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
CONFIG = "problem.toml"


class BadZip(ValueError):
    """Why a file is not taken, one line each, with the name of the entry that is meant."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__("; ".join(self.lines))


def fault_of_path(path: str) -> str:
    """Why a package may have no file of this path, "" when it may. Letters, digits and ``_ - .`` alone: the
    same on every system, and nothing outside the folder."""
    parts = path.split("/")
    if len(path) > LONGEST_PATH or len(parts) > DEEPEST:
        return _("the path is too long")
    if not all(NAME.fullmatch(part) for part in parts):
        return _("a path has letters, digits and _ - . alone, and stays in the folder")
    return _("caches are no part of a package") if "__pycache__" in parts else ""


def faults_of_paths(paths: Iterable[str]) -> list[str]:
    """What is wrong with the paths of a package's files, one line each: every one by itself, two that are the
    same on some system, and a file that another one needs as its folder."""
    found = sorted(paths)
    lines = [f"{path}: {fault}" for path in found if (fault := fault_of_path(path))]
    folded = Counter(path.casefold() for path in found)
    lines += [f"{path}: {_('it is there twice')}" for path in found if folded[path.casefold()] > 1]
    for path in found:
        above = (parent for parent in PurePosixPath(path).parents if str(parent).casefold() in folded)
        lines += [f"{path}: {_('%(path)s is a file, not a folder') % {'path': parent}}" for parent in above]
    return lines


def fault_of_slug(slug: str) -> str:
    """Why a problem cannot have this name, "" when it can."""
    if SLUG.fullmatch(slug) and len(slug) <= LONGEST_SLUG:
        return ""
    return _("a problem's name has lower-case letters, digits and single hyphens, 60 characters at most")


def write_zip(slug: str, files: Mapping[str, bytes]) -> bytes:
    """The files below one folder of the problem's name; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{slug}/{path}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[path])
    return target.getvalue()


def read_zip(content: bytes) -> tuple[str, dict[str, bytes]]:
    """The problem's name, which is that of the one folder at the top, and the files below it.

    Nothing is written anywhere, and no more is unpacked than a package may have, whatever sizes are claimed.

    Raises:
        BadZip: it is no zip, or has what no package has.
    """
    if len(content) > MOST_ZIP_BYTES:
        raise BadZip([_("The file is larger than 16 MiB.")])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except BadZip:
        raise
    except UNREADABLE as error:
        raise BadZip([_("The file is not a whole zip: %(why)s.") % {"why": error}]) from error


def _read(archive: zipfile.ZipFile) -> tuple[str, dict[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(archive.infolist()) > 2 * MOST_FILES or len(entries) > MOST_FILES:
        raise BadZip([_("More than %(most)s files are too many.") % {"most": MOST_FILES}])
    if wrong := [f"{_shown(entry)}: {fault}" for entry in entries if (fault := _fault(entry))]:
        raise BadZip(wrong)
    names = [entry.filename for entry in entries]
    if wrong := faults_of_paths(names):
        raise BadZip(dict.fromkeys(wrong))
    slug = _slug_of(names)
    left, files = MOST_BYTES, {}
    for entry in entries:
        content = _unpacked(archive, entry, min(left, MOST_FILE_BYTES))
        left -= len(content)
        files[entry.filename.removeprefix(f"{slug}/")] = content
    return slug, files


def _shown(entry: zipfile.ZipInfo) -> str:
    """An entry's name, fit to be shown."""
    return repr(entry.filename[:LONGEST_PATH])[1:-1]


def _fault(entry: zipfile.ZipInfo) -> str:
    """What is wrong with an entry before anything of it was read."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return _("it is a link or a device, not a file")
    if entry.flag_bits & ENCRYPTED:
        return _("it is encrypted")
    if entry.compress_type not in METHODS:
        return _("it is packed in a way that is not taken: use deflate")
    if entry.file_size > MOST_FILE_BYTES:
        return _("it is larger than 16 MiB")
    return fault_of_path(entry.filename)


def _slug_of(names: list[str]) -> str:
    """The one folder at the top.

    Raises:
        BadZip: there is none, or it is no name of a problem.
    """
    tops = {PurePosixPath(name).parts[0] for name in names}
    slug = min(tops, default="")
    if len(tops) != 1 or f"{slug}/{CONFIG}" not in names:
        raise BadZip([_("A package is one folder, named as the problem, with problem.toml in it.")])
    if fault := fault_of_slug(slug):
        raise BadZip([f"{slug}: {fault}"])
    return slug


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """An entry's content, read by pieces and no further than ``most`` bytes."""
    content = bytearray()
    with archive.open(entry) as stream:
        while piece := stream.read(CHUNK):
            content += piece
            if len(content) > most:
                raise BadZip([f"{_shown(entry)}: {_('unpacked, the package is too large')}"])
    return bytes(content)
