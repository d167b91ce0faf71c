"""A socket in front of the Docker engine, to take it away and give it back without stopping the engine, or to
let it hang: connections are taken and nothing is answered."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

ENGINE = "/var/run/docker.sock"
CODE = """
import socket, sys, threading

def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass

server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen(64)
print("listening", flush=True)
while True:
    near, _ = server.accept()
    far = socket.socket(socket.AF_UNIX)
    far.connect(sys.argv[2])
    for pair in ((near, far), (far, near)):
        threading.Thread(target=pump, args=pair, daemon=True).start()
"""


class EngineProxy:
    """Up while the block runs; all of its connections break when it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> EngineProxy:
        argv = [sys.executable, "-c", CODE, str(self.path), ENGINE]
        self._process = subprocess.Popen(argv, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"listening\n"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()
        self.path.unlink(missing_ok=True)

    @contextmanager
    def stuck(self) -> Iterator[None]:
        """While the block runs, calls get no answer and streams stand still; then all goes on."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)
