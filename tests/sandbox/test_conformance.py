"""The Docker backend passes the conformance kit."""

from __future__ import annotations

import pytest

from sandbox.conformance import Bench, Case, cases
from sandbox.docker_engine import DockerSandbox


@pytest.mark.docker
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_docker_conforms(case: Case, sandbox: DockerSandbox) -> None:
    case.try_on(Bench(sandbox))


@pytest.mark.docker
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_docker_conforms_with_containers_that_wait(case: Case, warm_sandbox: DockerSandbox) -> None:
    case.try_on(Bench(warm_sandbox))
