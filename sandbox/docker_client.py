"""Clients of the Docker engine, and what its errors mean to the judge. It runs nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import docker
import requests
from docker.utils import parse_host

from sandbox import limits
from sandbox.job import SandboxError
from sandbox.nvidia_smi import TODO

UNIX = "http+unix://"
KNOCK_SECONDS = 5.0
NO_GPU_DRIVER = "could not select device driver"


@contextmanager
def client(
    address: str, seconds: float = limits.ENGINE_SECONDS, version: str = "auto"
) -> Iterator[docker.APIClient]:
    """A client of one's own for a while.

    Raises:
        OSError: nobody listens there.
    """
    api = connect(address, seconds, version)
    try:
        yield api
    finally:
        api.close()


def connect(address: str, seconds: float = limits.ENGINE_SECONDS, version: str = "auto") -> docker.APIClient:
    """A client, to be closed: its connections are not to be used by two threads at once, nor by forks.

    Raises:
        OSError: nobody listens there.
    """
    _knock(address)
    return docker.APIClient(address or None, version=version, timeout=int(seconds))


def _knock(address: str) -> None:
    """Find out that no engine listens before docker-py does, which would leave its socket open."""
    place = str(parse_host(address or None))
    if place.startswith(UNIX):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(KNOCK_SECONDS)
            probe.connect(place.removeprefix(UNIX))


@contextmanager
def engine_errors() -> Iterator[None]:
    """Raise what goes wrong with the engine as a SandboxError.

    A refusal (4xx) would be repeated, but "not found" and "conflict" also come of a container that
    somebody else removed.
    """
    try:
        yield
    except docker.errors.APIError as problem:
        if NO_GPU_DRIVER in str(problem.explanation):
            raise SandboxError(
                f"the engine cannot give a container a GPU: {TODO}", retryable=False
            ) from problem
        final = problem.is_client_error() and problem.status_code not in (404, 409)
        raise SandboxError(f"the engine refuses: {problem.explanation}", retryable=not final) from problem
    except (docker.errors.DockerException, requests.RequestException, OSError) as problem:
        message = f"the engine does not answer: {problem}"
        raise SandboxError(message, retryable=True, engine_down=True) from problem
