"""A whole site of its own for tests: ``manage.py up`` in a child process, with its own state folder.

Nothing in it is replaced: real web server, queue, worker, scheduler and Docker engine.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docker

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "questions" / "problems"
NGRAM = "ngram-language-model"
FUNCTION = "rmsnorm-backward"  # of the kind most problems are of: no torch, but formulas and arrays to show
SOLUTIONS, FUNCTION_SOLUTIONS = (PACKAGES / slug / "solutions" for slug in (NGRAM, FUNCTION))


@dataclass
class Site:
    """A site that can be started, asked, broken and stopped. Unless ``more`` says otherwise it has the n-gram
    problem alone: the references of the others train for minutes."""

    home: Path
    port: int = 0
    more: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        mine = {
            "TUNEROOM_HOME": str(self.home),
            "TUNEROOM_PORT": str(self.port),
            "TUNEROOM_PROBLEMS": NGRAM,
            "TUNEROOM_API_CALLS_PER_MINUTE": "1000000",  # tests ask more often than anybody would
        }
        return os.environ | mine | self.more

    @property
    def log(self) -> str:
        return (self.home / "up.log").read_text(encoding="utf-8")

    def start(self) -> float:
        """Start it and return the seconds until it served."""
        self.home.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        with (self.home / "up.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"], cwd=ROOT, env=self.env, stdout=log, stderr=log
            )
        self.wait(lambda: "Serving" in self.log, 600)
        return time.monotonic() - started

    def stop(self) -> int:
        """Stop it as Ctrl-C does; return its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(60)
        self.process = None
        return status

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        """A test that fails half-way leaves no site behind."""
        if self.process is not None:
            self.stop()

    def wait(self, done: Callable[[], bool], seconds: float) -> None:
        """Wait until ``done``, failing with the site's log when it takes too long or the site dies."""
        deadline = time.monotonic() + seconds
        while not done():
            assert self.process is None or self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    def wait_until_ready(self) -> None:
        """Wait until the start has judged its references and canaries."""
        self.wait(lambda: "Doctor" in self.log, 600)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the site's database."""
        connection = sqlite3.connect(f"file:{self.home / 'tuneroom.sqlite3'}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def write(self, statement: str) -> None:
        """Change the site's database behind its back."""
        with closing(sqlite3.connect(self.home / "tuneroom.sqlite3", timeout=20)) as connection:
            connection.execute(statement)
            connection.commit()

    def manage(self, *argv: str) -> str:
        """Run a management command on this site and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *argv],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def submit(self, file: Path, *options: str, slug: str = NGRAM) -> dict[str, Any]:
        """Submit a file to a problem; return the JSON object."""
        found: dict[str, Any] = json.loads(self.manage("submit", slug, str(file), *options, "--json"))
        return found

    def worker_pid(self) -> int:
        """The process that judges."""
        ((name,),) = self.rows("SELECT name FROM judge_worker ORDER BY seen_at DESC LIMIT 1")
        return int(name.rsplit(":", 1)[1])

    @property
    def label(self) -> str:
        """The label of all of this site's containers, as Docker filters by it."""
        secret = bytes.fromhex((self.home / "secrets" / "installation").read_text())
        return f"tuneroom.installation={hashlib.sha256(b'name' + secret).hexdigest()[:12]}"

    def containers(self) -> list[str]:
        """Ids of all of this site's containers, whatever their state."""
        return list(self.owners())

    def orphans(self) -> list[str]:
        """Ids of those whose worker is no more, or is another one now."""
        mine = f":{self.worker_pid()}:"
        return [number for number, owner in self.owners().items() if mine not in owner]

    def owners(self) -> dict[str, str]:
        """Who each container belongs to, as its label says, asked in one go: one may be gone in a moment."""
        with closing(docker.from_env()) as client:
            found = client.api.containers(all=True, filters={"label": self.label})
            return {one["Id"]: one["Labels"]["tuneroom.owner"] for one in found}

    def processes(self) -> list[str]:
        """Command lines of every live process that was started for this site, but the Docker engine."""
        return list(self.running().values())

    def running(self) -> dict[int, str]:
        """The same, by process number."""
        mark = f"TUNEROOM_HOME={self.home}".encode()
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal():
                try:
                    environment = (folder / "environ").read_bytes().split(b"\0")
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                except OSError:
                    continue  # it has ended, or is the kernel's
                if mark in environment and "dockerd" not in command and "containerd" not in command:
                    found[int(folder.name)] = command
        return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
