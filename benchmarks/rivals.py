"""What somebody could run a candidate's program in instead of Tuneroom: a container of its own each time, or
nothing at all. DMOJ's judge is ``benchmarks.dmoj_judge``.

All run the program ``TRIVIAL`` to its end and throw its output away. No network in any container, which
saves the engine the most time; no other limit, so they are no sandboxes for anybody's code.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import docker

from sandbox.docker_client import client
from sandbox.image_recipes import tag
from tests.drill.package import Program

SAYS = "hello"
TRIVIAL = Program("hello", f"print({SAYS!r})\n")
# Nothing that a machine adds to the start of its Pythons: that was 25 ms with one and nothing with another.
FLAGS = ("-I", "-S", "-B")
PYTHON = shutil.which("python3", path="/usr/bin") or str(Path(sys.executable).resolve())


def bare() -> float:
    """Seconds of a bare process of this machine: no sandbox, the floor of everything here."""
    return _timed(lambda: _run([PYTHON, *FLAGS, "-c", TRIVIAL.source]))


def docker_run() -> float:
    """Seconds of ``docker run --rm``, of the image that the site uses."""
    options = ["--rm", "--network", "none", "--log-driver", "none", "--entrypoint", "python3"]
    return _timed(lambda: _run(["docker", "run", *options, tag("base"), *FLAGS, "-c", TRIVIAL.source]))


def has_docker_command() -> bool:
    """Whether ``docker_run`` can be run here."""
    return shutil.which("docker") is not None


def docker_api() -> float:
    """Seconds of the same through the engine's API, without the command's own start."""
    with client("") as api:
        return _timed(lambda: one_container(api))


def one_container(api: docker.APIClient) -> None:
    """Create, start, await and remove a container of the trivial program."""
    config = api.create_host_config(network_mode="none", log_config=docker.types.LogConfig(type="none"))
    made = api.create_container(
        tag("base"),
        command=["python3", *FLAGS, "-c", TRIVIAL.source],
        entrypoint=[],
        host_config=config,
    )
    try:
        api.start(made["Id"])
        status = api.wait(made["Id"])["StatusCode"]
    finally:
        api.remove_container(made["Id"], force=True, v=True)
    if status != 0:
        raise RuntimeError(f"the trivial program ended with {status} in a container")


def container_rate(at_once: int, count: int) -> float:
    """Containers a second, of ``count`` of them made by ``at_once`` threads."""
    left = iter(range(count))
    taking = threading.Lock()

    def work() -> None:
        with client("") as api:
            while True:
                with taking:
                    if next(left, None) is None:
                        return
                one_container(api)

    threads = [threading.Thread(target=work) for _ in range(at_once)]

    def all_of_them() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return count / _timed(all_of_them)


def _run(argv: list[str]) -> None:
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
