"""Zips of packages: the same to the last byte, and nothing of an enemy's gets further than an error."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.package_templates import files_in
from questions.package_zip import MOST_FILE_BYTES, MOST_FILES, BadZip, read_zip, write_zip
from questions.packaging import unpacked
from questions.problem_loader import SHIPPED
from questions.problem_package import digest_of, read_package

TWO = {"problem.toml": b'kind = "function"\n', "solutions/reference.py": b"print(1)\n"}


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


def with_one_more(name: str | zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    return zipped(*((f"p/{path}", text) for path, text in TWO.items()), (name, content))


def marked(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = mode << 16
    return entry


def lines_of(content: bytes) -> list[str]:
    with pytest.raises(BadZip) as caught:
        read_zip(content)
    return caught.value.lines


@pytest.mark.parametrize("slug", sorted(path.parent.name for path in SHIPPED.glob("*/problem.toml")))
def test_shipped_package_comes_back_byte_for_byte(slug: str) -> None:
    files = files_in(SHIPPED / slug)
    content = write_zip(slug, files)
    assert read_zip(content) == (slug, files)
    assert write_zip(*read_zip(content)) == content


def test_an_unpacked_zip_is_the_same_package() -> None:
    folder = SHIPPED / "beam-search"
    slug, files = read_zip(write_zip("beam-search", files_in(folder)))
    with unpacked(slug, files) as again:
        assert read_package(again).digest == digest_of(folder)


@pytest.mark.parametrize(
    "name",
    [
        "p/../../outside.py",
        "../outside.py",
        "/etc/passwd",
        "p//twice.py",
        "p/back\\slash.py",
        "C:/windows.py",
        "p/.hidden",
        "p/-rf",
        "p/new\nline.py",
        "p/nul\x01.py",
        "p/空.py",
        "p/a b.py",
        "p/__pycache__/a.pyc",
        "p/" + "a/" * 9 + "deep.py",
        "p/" + "a" * 200,
    ],
)
def test_path_that_leaves_the_folder_or_is_odd_is_refused_by_name(name: str) -> None:
    (line,) = lines_of(with_one_more(name))
    assert line.split(":")[0][:3] in repr(name)


def test_every_bad_path_is_named_at_once() -> None:
    lines = lines_of(zipped(("p/problem.toml", b""), ("p/../a", b""), ("p/.b", b"")))
    assert [line.split(":")[0] for line in lines] == ["p/../a", "p/.b"]


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644])
def test_link_and_device_are_refused(mode: int) -> None:
    assert lines_of(with_one_more(marked("p/link.py", mode), b"/etc/passwd")) == [
        "p/link.py: it is a link or a device, not a file"
    ]


def test_bomb_is_refused_by_what_it_says_of_itself() -> None:
    bomb = with_one_more("p/bomb.txt", bytes(MOST_FILE_BYTES + 1))
    assert (len(bomb) < 100_000, lines_of(bomb)) == (True, ["p/bomb.txt: it is larger than 16 MiB"])


def test_bomb_that_lies_about_its_size_is_stopped_on_the_way() -> None:
    large = MOST_FILE_BYTES * 3 + 77
    honest = with_one_more("p/bomb.txt", bytes(large))
    size, lie = struct.pack("<I", large), struct.pack("<I", 10)
    assert honest.count(size) == 2
    (line,) = lines_of(honest.replace(size, lie))
    assert "CRC" in line or "too large" in line


def test_many_small_ones_are_too_large_together() -> None:
    bomb = zipped(("p/problem.toml", b""), *((f"p/{n}.txt", bytes(12 * 1024 * 1024)) for n in range(3)))
    assert lines_of(bomb) == ["p/2.txt: unpacked, the package is too large"]


def test_too_many_files() -> None:
    many = zipped(("p/problem.toml", b""), *((f"p/{n}.txt", b"") for n in range(MOST_FILES)))
    assert lines_of(many) == ["More than 500 files are too many."]


def test_same_name_twice_in_any_case() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = with_one_more("p/problem.toml")
    assert lines_of(twice) == ["p/problem.toml: it is there twice"]
    assert len(lines_of(with_one_more("p/PROBLEM.toml"))) == 2


def test_file_that_is_a_folder_as_well() -> None:
    both = zipped(("p/problem.toml", b""), ("p/a", b""), ("p/a/b", b""))
    assert lines_of(both) == ["p/a/b: p/a is a file, not a folder"]


def test_file_that_says_to_be_where_no_file_ends() -> None:
    plain = zipped(("p/problem.toml", b"x"))
    entry, end = plain.rindex(b"PK\x01\x02"), plain.rindex(b"PK\x05\x06")
    place = struct.pack("<HHQ", 1, 8, 2**64 - 5)  # zip64 has eight bytes for it
    central = bytearray(plain[entry:end] + place)
    central[30:32], central[42:46] = struct.pack("<H", len(place)), b"\xff" * 4
    last = bytearray(plain[end:])
    last[12:16] = struct.pack("<I", len(central))
    (line,) = lines_of(plain[:entry] + bytes(central) + bytes(last))
    assert line.startswith("The file is not a whole zip")


def test_encrypted_and_oddly_packed() -> None:
    plain = with_one_more("p/a.py")
    place = plain.rindex(b"PK\x01\x02")
    flagged = plain[: place + 8] + b"\x01" + plain[place + 9 :]
    assert lines_of(flagged) == ["p/a.py: it is encrypted"]
    packed = zipfile.ZipInfo("p/a.py")
    packed.compress_type = zipfile.ZIP_BZIP2
    assert lines_of(with_one_more(packed)) == ["p/a.py: it is packed in a way that is not taken: use deflate"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        zipped(),
        zipped(("problem.toml", b"")),
        zipped(("p/a.py", b"")),
        zipped(("p/problem.toml", b""), ("q/a.py", b"")),
        zipped(("Name/problem.toml", b"")),
        zipped(("a--b/problem.toml", b"")),
        write_zip("p", TWO)[:-30],
        write_zip("p", TWO)[40:],
    ],
)
def test_what_is_no_package_is_refused(content: bytes) -> None:
    assert len(lines_of(content)) == 1


@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 255))
def test_any_bytes_are_read_or_refused(noise: bytes, place: int, byte: int) -> None:
    whole = bytearray(write_zip("p", TWO))
    whole[place % len(whole)] = byte
    for content in (noise, bytes(whole)):
        try:
            slug, files = read_zip(content)
        except BadZip:
            continue
        assert "problem.toml" in files
        assert not any(path.startswith("/") or ".." in path.split("/") for path in (slug, *files))
