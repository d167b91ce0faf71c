"""What the engine is asked for when a container is made, compared whole with what is recorded.

The record of a GPU job was written down from Docker's documentation of its API and from this client; it
was not run on hardware with a GPU.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docker
import pytest

from sandbox.docker_container import Container, Shape
from sandbox.job import Job, Limits
from sandbox.seccomp import profile
from tests.sandbox.fake_nvidia_smi import FIRST, SECOND

RECORDED = Path(__file__).parent / "recorded"
JOB = Job("torch-cuda", ("true",), Limits(60.0, 60.0, 4 << 30, cpus=2.0, gpus=1))
API_VERSION = "1.41"


class Recorder:
    """Takes down what is asked of the engine. There is no engine."""

    def __init__(self) -> None:
        self._api = docker.APIClient("tcp://127.0.0.1:1", version=API_VERSION)
        self.asked: dict[str, Any] = {}

    def create_host_config(self, **asked: Any) -> dict[str, Any]:
        return dict(self._api.create_host_config(**asked))

    def create_container(self, image: str, **asked: Any) -> dict[str, str]:
        self.asked = {"image": image, **asked}
        return {"Id": "x"}

    def close(self) -> None:
        self._api.close()


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    one = Recorder()
    yield one
    one.close()


def host_config(recorder: Recorder, shape: Shape) -> dict[str, Any]:
    """Return the host configuration of a container of this shape; its user, which is random, as "UID", and
    the profile of system calls as "PROFILE"."""
    container = Container(recorder, shape, {})  # type: ignore[arg-type]
    asked = recorder.asked["host_config"]
    asked["SecurityOpt"] = [one.replace(profile(), "PROFILE") for one in asked["SecurityOpt"]]
    text = json.dumps(asked)
    read: dict[str, Any] = json.loads(text.replace(str(container.uid), "UID"))
    return read


def test_gpu_job_gets_exactly_what_is_recorded(recorder: Recorder) -> None:
    recorded = json.loads((RECORDED / "gpu_host_config.json").read_text())
    shape = Shape.of(JOB, "sha256:x", 8, (FIRST,))
    assert host_config(recorder, shape) == recorded["host_config"]


def test_gpus_are_named_one_by_one(recorder: Recorder) -> None:
    [request] = host_config(recorder, Shape.of(JOB, "x", 8, (FIRST, SECOND)))["DeviceRequests"]
    assert (request["Count"], request["DeviceIDs"]) == (0, [FIRST, SECOND])


def test_job_without_a_gpu_gets_no_device_and_else_the_same(recorder: Recorder) -> None:
    with_gpu = host_config(recorder, Shape.of(JOB, "x", 8, (FIRST,)))
    without = host_config(recorder, Shape.of(replace(JOB, limits=replace(JOB.limits, gpus=0)), "x", 8))
    assert with_gpu.keys() - without.keys() == {"DeviceRequests"}
    assert without == {key: value for key, value in with_gpu.items() if key != "DeviceRequests"}
