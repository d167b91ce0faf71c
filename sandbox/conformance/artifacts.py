"""Artifacts: a regular file comes back whole; anything else is refused, and nothing is followed."""

from __future__ import annotations

from sandbox.conformance.bench import MIB, Bench, Case, collect
from sandbox.job import Artifact, Outcome

CASES: list[Case] = []
case = collect(CASES)


@case
def regular_files_come_back_whole(bench: Bench) -> None:
    program = "os.mkdir('out'); open('out/a', 'wb').write(b'x' * (3 << 20)); open('b', 'w').close()"
    result = bench.run(program, artifacts=(Artifact("out/a", 4 * MIB), Artifact("b", 0)))
    assert (result.outcome, result.artifacts) == (Outcome.OK, {"out/a": b"x" * (3 * MIB), "b": b""})


@case
def links_are_refused(bench: Bench) -> None:
    _refused(bench, "os.symlink('/etc/passwd', 'a')", "a: symbolic link")
    _refused(bench, "open('b', 'w').close(); os.symlink('b', 'a')", "a: symbolic link")
    _refused(bench, "os.symlink('/etc', 'folder')", "folder/passwd: symbolic link", "folder/passwd")
    _refused(bench, "os.symlink('..', 'folder')", "folder/etc/passwd: symbolic link", "folder/etc/passwd")
    _refused(bench, "open('b', 'w').close(); os.link('b', 'a')", "a: hard link")


@case
def special_files_are_refused(bench: Bench) -> None:
    _refused(bench, "os.mkfifo('a')", "a: not a regular file")
    _refused(bench, "os.mkdir('a')", "a: not a regular file")
    bind = "import socket; socket.socket(socket.AF_UNIX).bind('a')"
    _refused(bench, bind, "a: no such device or address")


@case
def missing_and_unreadable_files_are_refused(bench: Bench) -> None:
    _refused(bench, "pass", "a: no such file or directory")
    _refused(bench, "open('a', 'w').close(); os.chmod('a', 0)", "a: permission denied")
    _refused(bench, "os.chmod('/work', 0)", "a: permission denied")


@case
def large_and_sparse_files_are_refused_unread(bench: Bench) -> None:
    for size in (101, 1 << 40):
        result = bench.run(f"os.truncate(os.open('a', os.O_CREAT | os.O_RDWR), {size})", artifacts=(WANTED,))
        assert result.breach is not None
        assert (result.outcome, result.reason, result.breach.limit, result.breach.measured) == (
            Outcome.BAD_ARTIFACT,
            "a: too large",
            "artifact_bytes",
            size,
        )


@case
def no_artifact_comes_of_a_failure(bench: Bench) -> None:
    result = bench.run("open('a', 'w').close(); sys.exit(1)", artifacts=(WANTED,))
    assert (result.outcome, result.artifacts) == (Outcome.RUNTIME_ERROR, {})


WANTED = Artifact("a", 100)


def _refused(bench: Bench, program: str, reason: str, path: str = "a") -> None:
    result = bench.run(program, artifacts=(Artifact(path, 10_000),))
    assert (result.outcome, result.reason, result.artifacts) == (Outcome.BAD_ARTIFACT, reason, {})
