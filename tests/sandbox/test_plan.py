"""What the supervisor is told of a job, and which jobs are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from sandbox.job import Artifact, Exchange, File, Job, Limits, SandboxError
from sandbox.plan import environment, exchange_fields, job_fields, refuse_nonsense

LIMITS = Limits(1.0, 2.0, 1 << 20)


def test_job_fields_hold_no_message_and_no_name() -> None:
    job = Job(
        "base",
        ("python3", "x.py"),
        LIMITS,
        files=(File("x.py", b"secret file"),),
        exchanges=(Exchange("secret name", b"secret message", 10),),
        env=(("MINE", "7"),),
    )
    fields = job_fields(job)
    assert "secret" not in json.dumps(fields)
    assert (fields["exchanges"], fields["env"]) == (1, {"MINE": "7"})
    assert "secret" not in json.dumps(exchange_fields(0, job.exchanges[0]))


def test_supervisor_is_told_what_it_has_to_watch() -> None:
    exchange = Exchange("a", b"abc", 10, hidden=False, cpu_seconds=1.5, wall_seconds=2.5)
    assert exchange_fields(3, exchange) == {
        "index": 3,
        "size": 3,
        "reply_bytes": 10,
        "hidden": False,
        "cpu_seconds": 1.5,
        "wall_seconds": 2.5,
    }
    assert job_fields(Job("base", ("true",), LIMITS, max_points=7))["max_points"] == 7


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/"])
def test_paths_that_are_not_plain_are_refused(path: str) -> None:
    for job in (
        Job("base", ("true",), LIMITS, files=(File(path, b""),)),
        Job("base", ("true",), LIMITS, artifacts=(Artifact(path, 1),)),
    ):
        with pytest.raises(SandboxError) as caught:
            refuse_nonsense(job)
        assert not caught.value.retryable


def test_job_without_a_command_is_refused() -> None:
    with pytest.raises(SandboxError):
        refuse_nonsense(Job("base", (), LIMITS))


@pytest.mark.parametrize(("cpus", "threads"), [(0.4, "1"), (1.0, "1"), (2.0, "2"), (3.6, "4")])
def test_numerical_libraries_get_as_many_threads_as_processors(cpus: float, threads: str) -> None:
    env = environment(Job("base", ("true",), replace(LIMITS, cpus=cpus)))
    assert {env[f"{name}_NUM_THREADS"] for name in ("OMP", "OPENBLAS", "MKL")} == {threads}


def test_program_with_a_gpu_is_told_its_share_of_the_memory() -> None:
    limits = replace(LIMITS, gpus=1, gpu_memory_share=0.25)
    assert environment(Job("base", ("true",), limits))["TUNEROOM_GPU_MEMORY_SHARE"] == "0.25"
    assert "TUNEROOM_GPU_MEMORY_SHARE" not in environment(Job("base", ("true",), LIMITS))


@pytest.mark.parametrize("odd", [{"gpus": -1}, {"gpu_memory_share": 0.0}, {"gpu_memory_share": 1.1}])
def test_gpus_that_cannot_be_are_refused(odd: dict[str, Any]) -> None:
    with pytest.raises(SandboxError) as caught:
        refuse_nonsense(Job("base", ("true",), replace(LIMITS, **odd)))
    assert not caught.value.retryable


def test_jobs_own_variables_go_over_all_others() -> None:
    job = Job(
        "torch", ("true",), replace(LIMITS, cpus=2.0), env=(("OMP_NUM_THREADS", "1"), ("HF_HOME", "/work"))
    )
    env = environment(job)
    assert (env["OMP_NUM_THREADS"], env["MKL_NUM_THREADS"], env["HF_HOME"]) == ("1", "2", "/work")


def test_only_programs_with_transformers_are_told_to_stay_offline() -> None:
    assert environment(Job("torch", ("true",), LIMITS))["HF_HUB_OFFLINE"] == "1"
    assert environment(Job("torch-cuda", ("true",), LIMITS))["HF_HUB_OFFLINE"] == "1"
    assert "HF_HUB_OFFLINE" not in environment(Job("base", ("true",), LIMITS))
