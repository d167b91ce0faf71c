"""The trusted job: the judge's own passes over the weights, in a container without candidate code.

It plans the job and reads its answers. Whatever goes wrong in it is the judge's own fault, so it raises and
never gives a verdict. The program is ``inside/forward.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from runners.base import Task
from runners.tuning.training import INSIDE, base_files, image_of
from sandbox.job import Exchange, File, Job, Limits, Outcome, Result, SandboxError

ARGV = ("python3", "-P", "-s", "-B", "/box/forward.py")
MIB = 1024 * 1024
ANSWER_BYTES = 16 * MIB
WALL_SECONDS = 600.0
MEMORY_BYTES = 4096 * MIB

Question = Mapping[str, Any]


def scoring_job(
    task: Task, kind: str, base: dict[str, bytes], weights: bytes, asked: Mapping[str, Question]
) -> Job:
    """The job that puts the questions ``asked`` to the weights; ``kind`` names the program beside
    forward.py."""
    limits = task.problem.limits
    return Job(
        image=image_of(task),
        argv=ARGV,
        limits=Limits(
            cpu_seconds=limits.cpus * WALL_SECONDS,
            wall_seconds=WALL_SECONDS,
            memory_bytes=max(MEMORY_BYTES, limits.memory_bytes),
            processes=limits.processes,
            cpus=limits.cpus,
            gpus=limits.gpus,
            gpu_memory_share=limits.gpu_memory_share,
        ),
        files=(
            File("forward.py", (INSIDE / "forward.py").read_bytes()),
            File("questions_of_kind.py", (INSIDE / f"forward_{kind}.py").read_bytes()),
            File("weights/model.safetensors", weights),
            *base_files(base),
        ),
        exchanges=tuple(  # not hidden: what the judge's own program prints is for its log alone
            Exchange(name, json.dumps(question, ensure_ascii=False).encode(), ANSWER_BYTES, hidden=False)
            for name, question in asked.items()
        ),
        label=f"{task.label}-scoring",
        trusted=True,
    )


def answers_of(result: Result) -> dict[str, dict[str, Any]]:
    """What the job answered, by the names of the questions.

    Raises:
        SandboxError: it did not end well; may be tried again.
    """
    if result.outcome is not Outcome.OK:
        said = result.stderr.decode("utf-8", "replace")[-500:]
        raise SandboxError(
            f"the scoring job ended with {result.outcome} {result.breach or ''} {said}", retryable=True
        )
    return {reply.name: json.loads(reply.content) for reply in result.replies}
