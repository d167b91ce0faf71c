"""What the engine's errors mean: whether a retry can help, and whether the engine is there at all."""

from __future__ import annotations

import docker
import pytest
import requests

from sandbox.docker_client import engine_errors
from sandbox.job import SandboxError
from sandbox.nvidia_smi import TODO


def refusal(status: int, explanation: str = "no") -> docker.errors.APIError:
    response = requests.Response()
    response.status_code = status
    return docker.errors.APIError("refused", response=response, explanation=explanation)


@pytest.mark.parametrize(
    ("problem", "retryable", "engine_down"),
    [
        (refusal(400), False, False),
        (refusal(404), True, False),
        (refusal(409), True, False),
        (refusal(500), True, False),
        (requests.ConnectionError("gone"), True, True),
        (ConnectionRefusedError(), True, True),
    ],
    ids=str,
)
def test_error_of_the_engine_says_whether_to_try_again(
    problem: Exception, retryable: bool, engine_down: bool
) -> None:
    with pytest.raises(SandboxError) as caught, engine_errors():
        raise problem
    assert (caught.value.retryable, caught.value.engine_down) == (retryable, engine_down)


def test_engine_without_the_gpu_toolkit_says_what_to_install() -> None:
    said = 'could not select device driver "nvidia" with capabilities: [[gpu]]'
    with pytest.raises(SandboxError) as caught, engine_errors():
        raise refusal(500, said)
    assert (caught.value.retryable, str(caught.value)) == (
        False,
        f"the engine cannot give a container a GPU: {TODO}",
    )
