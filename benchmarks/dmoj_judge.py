"""DMOJ's judge as a rival: installed into an environment of its own, kept running, given one submission at a
time. Its site, queue and database are left out, so it has less to do than Tuneroom.

Where it cannot be had or does not judge, ``Unavailable`` says why, and there is no number.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.rivals import PYTHON, SAYS, TRIVIAL

VERSION = "4.1.0"
GRADER = str(Path(__file__).with_name("dmoj_grader.py"))
CASES = {"one": 1, "three": 3}
INSTALL_SECONDS = 300
OPTIONS = ("--no-ansi", "--skip-self-test", "--only-executors", "PY3")


class Unavailable(Exception):
    """Why there is no DMOJ judge here."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission: seconds from handing it over to the end of grading, and of those the seconds that its
    processes ran by DMOJ's own clock, one process a test case."""

    seconds: float
    process_seconds: float


def installed() -> str:
    """Return the Python of an environment that has DMOJ's judge: made once, kept in the user's cache.

    Raises:
        Unavailable: it cannot be installed.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "tuneroom-benchmarks" / f"dmoj-{VERSION}"
    ready = folder / "ready"
    python = folder / "bin" / "python"
    if not ready.exists():
        _must([sys.executable, "-m", "venv", "--clear", str(folder)])
        _must([str(python), "-m", "pip", "install", "--disable-pip-version-check", f"dmoj=={VERSION}"])
        ready.touch()
    return str(python)


def _must(argv: list[str]) -> None:
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Unavailable(f"DMOJ {VERSION} cannot be installed: {problem}") from problem
    if done.returncode != 0:
        raise Unavailable(f"DMOJ {VERSION} cannot be installed: {complaint(done.stdout + done.stderr)}")


def complaint(said: str) -> str:
    """The first line of a failed installation that names an error, without this machine's folders."""
    lines = [line.strip() for line in said.splitlines() if "error:" in line.lower()]
    first = next((line for line in lines if "fatal" in line), lines[0] if lines else said.strip()[-200:])
    return " ".join(Path(word).name if word.startswith("/") else word for word in first.split())


class Judge:
    """DMOJ's judge in a process of its own, from ``open`` to ``close``. ``python`` is one that has it."""

    def __init__(self, python: str, folder: Path) -> None:
        self._python, self._folder = python, folder
        self._process: subprocess.Popen[str] | None = None

    def open(self) -> None:
        """Start it, and let it judge once what will be measured.

        Raises:
            Unavailable: it does not start or does not judge.
        """
        config = self._folder / "dmoj.yml"
        config.parent.mkdir(parents=True, exist_ok=True)
        globs, runtime = [str(self._folder / "problems" / "*")], {"python3": PYTHON}
        config.write_text(yaml.safe_dump({"problem_storage_globs": globs, "runtime": runtime}), "utf-8")
        for name, cases in CASES.items():
            _write_problem(self._folder / "problems" / name, cases)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [self._python, "-I", GRADER, "--config", str(config), *OPTIONS],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        try:
            for name in CASES:
                self.grade(name)
        except Unavailable:
            self.close()
            raise

    def close(self) -> None:
        """Let it end."""
        if self._process is not None:
            self._process.communicate()  # the end of its input is the end of its work

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def grade(self, problem: str) -> Graded:
        """Have the trivial program judged.

        Raises:
            Unavailable: it was not accepted.
        """
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps({"problem": problem, "source": TRIVIAL.source}) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            said = self._log.read_text(errors="replace").strip().splitlines()
            raise Unavailable(f"DMOJ's judge ended: {said[-1] if said else 'without a word'}")
        found = json.loads(answer)
        if found["codes"] != ["AC"] * CASES[problem]:
            raise Unavailable(f"DMOJ's judge did not accept the trivial program: {found['codes']}")
        return Graded(found["seconds"], found["process_seconds"])


def _write_problem(folder: Path, cases: int) -> None:
    folder.mkdir(parents=True)
    numbers = range(1, cases + 1)
    tests = [{"in": f"{number}.in", "out": f"{number}.out", "points": 1} for number in numbers]
    (folder / "init.yml").write_text(yaml.safe_dump({"test_cases": tests}), encoding="utf-8")
    for number in numbers:
        (folder / f"{number}.in").write_text("")
        (folder / f"{number}.out").write_text(f"{SAYS}\n")
