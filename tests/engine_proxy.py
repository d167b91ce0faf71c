"""A socket in front of the Docker engine, to take it away and give it back without stopping the engine, or to
let it hang: connections are taken and nothing is answered; or to let it seem without its images."""

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
import os, socket, sys, threading

NO_IMAGES = b"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 2\\r\\n\\r\\n[]"

NO_IMAGE = (
    b"HTTP/1.1 404 Not Found\\r\\nContent-Type: application/json\\r\\nContent-Length: 28\\r\\n"
    b'Connection: close\\r\\n\\r\\n{"message":"No such image: "}'
)

def asks(data, method, path):
    asked = data.partition(b" HTTP/")[0]
    return asked.startswith(method) and path in asked and os.path.exists(sys.argv[3])

def pump(source, target):
    try:
        while data := source.recv(65536):
            if asks(data, b"GET ", b"/images/json"):
                source.sendall(NO_IMAGES)
            elif asks(data, b"POST ", b"/containers/create"):
                source.sendall(NO_IMAGE)
                source.shutdown(socket.SHUT_WR)
                while source.recv(65536):  # the rest of what was asked
                    pass
                break
            else:
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
    try:
        far.connect(sys.argv[2])
    except OSError:  # the engine itself is down
        near.close()
        continue
    for pair in ((near, far), (far, near)):
        threading.Thread(target=pump, args=pair, daemon=True).start()
"""


class EngineProxy:
    """Up while the block runs; all of its connections break when it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._hide = path.with_suffix(".no-images")

    def __enter__(self) -> EngineProxy:
        argv = [sys.executable, "-c", CODE, str(self.path), ENGINE, str(self._hide)]
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

    @contextmanager
    def without_images(self) -> Iterator[None]:
        """While the block runs, whoever asks for images is told that there are none, and no container can be
        made of any."""
        self._hide.touch()
        try:
            yield
        finally:
            self._hide.unlink()
