"""What the supervisor is told of a job, and which jobs are refused."""

from __future__ import annotations

import json

import pytest

from sandbox.job import Artifact, Exchange, File, Job, Limits, SandboxError
from sandbox.plan import exchange_fields, job_fields, refuse_nonsense

LIMITS = Limits(1.0, 2.0, 1 << 20)


def test_job_fields_hold_no_message_and_no_name() -> None:
    job = Job(
        "base",
        ("python3", "x.py"),
        LIMITS,
        files=(File("x.py", b"secret file"),),
        exchanges=(Exchange("secret name", b"secret message", 10),),
        env=(("PYTHONHASHSEED", "7"),),
    )
    fields = job_fields(job, 20_000)
    assert "secret" not in json.dumps(fields)
    assert (fields["uid"], fields["exchanges"], fields["env"]["PYTHONHASHSEED"]) == (20_000, 1, "7")
    assert "secret" not in json.dumps(exchange_fields(0, job.exchanges[0]))


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
