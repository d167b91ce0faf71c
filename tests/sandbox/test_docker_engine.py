"""The Docker backend on a real engine: several jobs at once, nothing left, failures told apart."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import docker
import pytest

from sandbox import docker_checks, docker_container, docker_engine
from sandbox.conformance.bench import LIMITS, PRELUDE, Bench
from sandbox.docker_container import LABEL, LABEL_OWNER, labels
from sandbox.docker_engine import CANARY, DockerSandbox
from sandbox.image_build import build_images
from sandbox.image_recipes import IMAGES, tag
from sandbox.job import Event, Exchange, File, Job, Outcome, SandboxError
from sandbox.nvidia_smi import TODO
from sandbox.registry import Installation, open_sandbox
from tests.sandbox.fake_nvidia_smi import FIRST, SECOND, FakeNvidiaSmi

pytestmark = pytest.mark.docker


@pytest.fixture
def api() -> Iterator[docker.APIClient]:
    client = docker.APIClient(timeout=30)
    yield client
    client.close()


def left(api: docker.APIClient, installation: Installation) -> list[str]:
    """Return the containers of this installation that exist, running or not."""
    found = api.containers(all=True, filters={"label": f"{LABEL}={installation.name}"})
    return [container["Id"] for container in found]


def test_entry_point_opens_it(installation: Installation) -> None:
    assert isinstance(open_sandbox("docker", installation), DockerSandbox)


def test_all_is_well_with_this_engine(sandbox: DockerSandbox) -> None:
    checks = sandbox.check()
    assert [(check.name, check.detail) for check in checks if not check.ok] == []
    assert {"Docker engine", "Image base", "memory limit", "process limit"} <= {
        check.name for check in checks
    }


def test_images_are_not_built_twice(installation: Installation) -> None:
    said: list[str] = []
    assert (build_images(installation, said.append), said) == ([], [])


def test_image_is_named_in_the_result(sandbox: DockerSandbox, api: docker.APIClient) -> None:
    assert Bench(sandbox).run("pass").image_digest == api.inspect_image(tag("base"))["Id"]


def test_numpy_is_imported_quickly(sandbox: DockerSandbox) -> None:
    program = """
began = time.process_time()
import numpy
assert time.process_time() - began < 0.25
print(numpy.__version__)
"""
    bench = Bench(sandbox)
    bench.says(program)  # the machine's own cache is warm from the second time on
    requirements = (IMAGES / "base" / "requirements.txt").read_text()
    assert f"numpy=={bench.says(program)} \\\n" == requirements.splitlines(keepends=True)[0]


def test_several_jobs_run_at_once(
    sandbox: DockerSandbox, installation: Installation, api: docker.APIClient
) -> None:
    def judge(number: int) -> bytes:
        program = "answer(question() + str(os.getuid() >= 20000).encode())"
        result = Bench(sandbox).run(program, Exchange("a", str(number).encode(), 100))
        assert result.outcome is Outcome.OK
        return result.replies[0].content

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(judge, range(12))) == [f"{number}True".encode() for number in range(12)]
    assert left(api, installation) == []


def test_sweep_removes_only_what_outlived_its_deadline(
    sandbox: DockerSandbox, installation: Installation, api: docker.APIClient
) -> None:
    def make(name: str, seconds: float) -> str:
        created = api.create_container(tag("base"), command="true", labels=labels(name, "x", seconds))
        return str(created["Id"])

    mine, fresh, foreign = make(installation.name, -1), make(installation.name, 60), make("other", -1)
    try:
        assert sandbox.sweep() == 1
        assert left(api, installation) == [fresh]
        assert api.inspect_container(foreign)["Id"] == foreign
        assert sandbox.sweep() == 0
    finally:
        for container in (fresh, foreign):
            api.remove_container(container, force=True)
    assert mine not in left(api, installation)


def test_sweep_removes_at_once_what_a_dead_worker_left_running(
    sandbox: DockerSandbox, installation: Installation, api: docker.APIClient
) -> None:
    orphan = labels(installation.name, "x", 600) | {LABEL_OWNER: owner_that_ended()}
    created = api.create_container(tag("base"), command=["sleep", "600"], labels=orphan)
    api.start(created)
    assert sandbox.sweep() == 1
    assert left(api, installation) == []


def owner_that_ended() -> str:
    """The name of a process that is no more."""
    code = "from sandbox.owner import this_process; print(this_process())"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_unknown_engine_is_our_fault_and_may_come_back(installation: Installation) -> None:
    with pytest.raises(SandboxError) as caught:
        DockerSandbox(replace(installation, address="unix:///nowhere/docker.sock"))
    assert caught.value.retryable


def test_missing_image_says_what_builds_it(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docker_engine, "tag", lambda name: "tuneroom/absent:0")
    with pytest.raises(SandboxError) as caught:
        Bench(DockerSandbox(installation)).run("pass")
    assert (caught.value.retryable, str(caught.value)) == (
        False,
        "image tuneroom/absent:0 is missing: run `manage.py setup`",
    )


def test_limit_that_is_not_enforced_keeps_the_job_out(
    sandbox: DockerSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(*arguments: object) -> dict[str, object]:
        return confine(*arguments) | {"PidsLimit": 0}  # type: ignore[arg-type]

    confine = docker_container.host_config
    monkeypatch.setattr(docker_container, "host_config", careless)
    with pytest.raises(SandboxError) as caught:
        Bench(sandbox).run("pass")
    assert (caught.value.retryable, str(caught.value)) == (
        False,
        "the engine does not enforce process limit: asked 65, got None",
    )
    assert [check.name for check in sandbox.check() if not check.ok] == ["process limit"]


def test_refused_container_is_our_fault(sandbox: DockerSandbox) -> None:
    with pytest.raises(SandboxError) as caught:
        sandbox.run(Job("base", ("true",), replace(LIMITS, memory_bytes=-(1 << 30))), print, lambda: False)
    assert not caught.value.retryable


IMPATIENT = """
import threading
threading.Thread(target=lambda: os.write(1, b"x" * (12 << 20))).start()
time.sleep(0.5)
began = time.monotonic()
for step in range(20_000): os.write(5, b'{"step": %d, "values": {"loss": 0.5}}\\n' % step)
print(time.monotonic() - began < 2.0, file=sys.stderr)
"""


def test_points_do_not_wait_for_a_slow_host(sandbox: DockerSandbox) -> None:
    def on_event(event: Event) -> None:
        if event.name == "process_started":
            time.sleep(4.0)

    job = Job(
        "base",
        ("python3", "-I", "/box/program.py"),
        replace(LIMITS, output_bytes=16 << 20),
        files=(File("program.py", (PRELUDE + IMPATIENT).encode()),),
        max_points=100_000,
    )
    result = sandbox.run(job, on_event, lambda: False)
    assert (result.outcome, len(result.stdout), result.stderr) == (Outcome.OK, 12 << 20, b"True\n")


HOST_CONFIG = docker_container.host_config
GPU_JOB = Job("base", ("true",), replace(LIMITS, gpus=1))


def test_gpu_job_that_the_engine_refuses_is_our_fault_and_leaves_nothing(
    sandbox: DockerSandbox,
    installation: Installation,
    api: docker.APIClient,
    nvidia_smi: FakeNvidiaSmi,
) -> None:
    for _ in range(3):  # there are two GPUs: a lease that is not given back would be missed
        with pytest.raises(SandboxError) as caught:
            sandbox.run(GPU_JOB, lambda event: None, lambda: False)
        assert (caught.value.engine_down, left(api, installation)) == (False, [])
        assert "GPU" in str(caught.value)


def test_gpu_job_on_a_machine_without_is_refused_before_the_engine_is_asked(
    sandbox: DockerSandbox, no_nvidia_smi: None
) -> None:
    with pytest.raises(SandboxError) as caught:
        sandbox.run(GPU_JOB, lambda event: None, lambda: False)
    assert (caught.value.retryable, TODO in str(caught.value)) == (False, True)


def test_gpu_job_cancelled_while_it_waits_is_cancelled(
    sandbox: DockerSandbox, nvidia_smi: FakeNvidiaSmi
) -> None:
    nvidia_smi.computes(FIRST, SECOND)
    result = sandbox.run(GPU_JOB, lambda event: None, lambda: True)
    assert (result.outcome, result.timing.process_started) == (Outcome.CANCELLED, 0.0)


def test_doctor_wants_the_image_for_gpus_where_they_are_asked_for(
    installation: Installation, nvidia_smi: FakeNvidiaSmi
) -> None:
    checks = DockerSandbox(replace(installation, gpus=True)).check()
    assert [(check.name, check.todo) for check in checks if not check.ok] == [
        ("Image torch-cuda", "run `manage.py setup`")
    ]


def test_doctor_tries_a_gpu_where_they_are_asked_for(
    installation: Installation, nvidia_smi: FakeNvidiaSmi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docker_checks, "tag", lambda name: tag("base"))  # as if every image were there
    asked = DockerSandbox(replace(installation, gpus=True))
    assert [check.name for check in asked.check() if not check.ok] == ["GPU in a container"]
    nvidia_smi.computes(FIRST, SECOND)
    assert (asked.check()[-1].ok, asked.check()[-1].detail) == (True, "not tried: all are in use")


def without_gpus(api: docker.APIClient, shape: docker_container.Shape, uid: int) -> dict[str, object]:
    return HOST_CONFIG(api, replace(shape, gpus=()), uid)


def test_gpu_that_pytorch_cannot_use_is_told_with_its_reason(
    installation: Installation, nvidia_smi: FakeNvidiaSmi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docker_checks, "tag", lambda name: tag("base"))
    monkeypatch.setattr(docker_engine, "GPU_CANARY", replace(docker_engine.GPU_CANARY, image="torch"))
    monkeypatch.setattr(docker_container, "host_config", without_gpus)  # the engine here has none to give
    check = DockerSandbox(replace(installation, gpus=True)).check()[-1]
    assert (check.name, check.ok, check.todo) == ("GPU in a container", False, TODO)
    assert "Torch not compiled with CUDA enabled" in check.detail


def test_doctor_lists_no_gpus_on_a_machine_without(sandbox: DockerSandbox, no_nvidia_smi: None) -> None:
    assert [check.name for check in sandbox.check() if "GPU" in check.name] == []


WORKER = """
import sys
from dataclasses import replace
from pathlib import Path
from sandbox.conformance.bench import LIMITS, Bench
from sandbox.docker_engine import DockerSandbox
from sandbox.registry import Installation
bench = Bench(DockerSandbox(Installation(sys.argv[1], Path(sys.argv[2]))))
bench.run("time.sleep(60)", limits=replace(LIMITS, wall_seconds=60.0))
"""


def test_container_of_a_killed_worker_ends_by_itself(
    installation: Installation, api: docker.APIClient
) -> None:
    worker = subprocess.Popen([sys.executable, "-c", WORKER, installation.name, str(installation.home)])
    try:
        _wait(lambda: len(left(api, installation)) == 1)
        [container] = left(api, installation)
        _wait(lambda: len((api.top(container) if _running(api, container) else {}).get("Processes", [])) == 2)
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    _wait(lambda: not _running(api, container))
    api.remove_container(container, force=True)


def _running(api: docker.APIClient, container: str) -> bool:
    return bool(api.inspect_container(container)["State"]["Running"])


def _wait(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_canary_ends_well(sandbox: DockerSandbox) -> None:
    assert sandbox.run(CANARY, lambda event: None, lambda: False).outcome is Outcome.OK
