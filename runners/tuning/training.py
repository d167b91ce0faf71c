"""The candidate's job: fine_tune is called once in a container, and its weights come back as bytes.

It plans the job and reads its Result; every number and word in it is the candidate's own. The weights are not
loaded here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from runners.base import Report, Task, Text, VerdictCode
from runners.drawing import digest
from runners.outcome import ending, plain_text, visible_output
from runners.shown import shown_usage
from runners.tuning.audits import audit_format
from runners.tuning.params import TuningParams
from runners.tuning.weights import Spec, Unreadable, fault_of
from sandbox.job import Artifact, Exchange, File, Job, Outcome, Reply, Result

INSIDE = Path(__file__).with_name("inside")
# -P and -s, not -I: the process must see PYTHONHASHSEED, and must not import from its folders.
ARGV = ("python3", "-P", "-s", "-B", "/box/harness.py")
WEIGHTS = "output/model.safetensors"
READY, TRAIN = "ready", "train"
STAGES = {READY: Text("导入 solution.py", "importing solution.py"), TRAIN: Text("训练", "training")}
SHOWN = frozenset({READY, TRAIN, ""})
REPLY_BYTES = 16 * 1024
MAX_POINTS = 20_000
MESSAGE_CHARACTERS = 300
SEED_SPAN = 2**31
UNREADABLE = Text("不是合法的 safetensors 文件", "it is not a valid safetensors file")


@dataclass(frozen=True, slots=True)
class Trained:
    """Training ended well: weights of the right form, and what the report has so far."""

    weights: bytes
    draft: Report


def seed_of(task: Task, key: bytes) -> int:
    """The seed of a source file on this installation: the same file, the same training."""
    return int.from_bytes(digest(key, f"seed {task.source.hex()}")[:8]) % SEED_SPAN


def chance_of(task: Task, key: bytes, purpose: str) -> np.random.Generator:
    """The chance by which something is drawn for a source file."""
    return np.random.default_rng(int.from_bytes(digest(key, f"{purpose} {task.source.hex()}")))


def training_job(
    task: Task, params: TuningParams, base: dict[str, bytes], spec: Spec, rows: bytes, seed: int
) -> Job:
    """The job that calls fine_tune. ``base``: the base model's files; ``rows``: the training file."""
    limits = task.problem.limits
    asked = {
        "seed": seed,
        "threads": max(1, round(limits.cpus)),
        "device": "cuda" if limits.gpus else "cpu",
        "seconds": params.training_seconds,
    }
    return Job(
        image=image_of(task),
        argv=ARGV,
        limits=limits,
        files=(
            File("harness.py", (INSIDE / "harness.py").read_bytes()),
            File("modules/tuneroom.py", (INSIDE / "tuneroom.py").read_bytes()),
            File("solution.py", task.source),
            *base_files(base),
        ),
        exchanges=(
            Exchange(READY, json.dumps(asked).encode(), REPLY_BYTES, hidden=False),
            Exchange(
                TRAIN,
                json.dumps(asked | {"rows": rows.decode()}, ensure_ascii=False).encode(),
                REPLY_BYTES,
                hidden=False,
                wall_seconds=params.training_seconds,
            ),
        ),
        artifacts=(Artifact(WEIGHTS, spec.most_bytes),),
        label=task.label,
        max_points=MAX_POINTS,
    )


def image_of(task: Task) -> str:
    """The image with PyTorch for the processor, or for a GPU."""
    return "torch-cuda" if task.problem.limits.gpus else "torch"


def base_files(base: dict[str, bytes]) -> tuple[File, ...]:
    """The base model below ``/box/base``."""
    return tuple(File(f"base/{name}", content) for name, content in sorted(base.items()))


def read_training(spec: Spec, base: dict[str, bytes], result: Result) -> Trained | Report:
    """The weights, or the report of a training from ``base`` that brought none of the right form."""
    draft = Report(
        verdict=VerdictCode.RUNTIME_ERROR,
        score=0.0,
        summary=Text("", ""),
        usage=shown_usage(result),
        output=visible_output(result),
        base_model=hashlib.sha256(base["model.safetensors"]).hexdigest(),
    )
    failed = _failure(result)
    if failed is not None and result.outcome in {Outcome.OK, Outcome.RUNTIME_ERROR}:
        return replace(draft, summary=failed)
    ended = ending(result, STAGES, SHOWN)
    if ended is not None:
        return replace(draft, verdict=ended.verdict, summary=ended.summary)
    content = result.artifacts.get(WEIGHTS)
    if content is None or len(result.replies) < len(STAGES):
        words = Text("训练没有交回权重。", "The training brought no weights back.")
        return replace(draft, verdict=VerdictCode.BAD_ARTIFACT, summary=words)
    try:
        fault = fault_of(content, spec)
    except Unreadable:
        return _malformed(draft, VerdictCode.BAD_ARTIFACT, UNREADABLE)
    return Trained(content, draft) if fault is None else _malformed(draft, VerdictCode.REJECTED, fault)


def _malformed(draft: Report, verdict: VerdictCode, fault: Text) -> Report:
    return replace(
        draft,
        verdict=verdict,
        summary=Text(
            f"output_dir 中的 model.safetensors 不合格：{fault.zh}。",
            f"The model.safetensors in output_dir is not acceptable: {fault.en}.",
        ),
        audits=(audit_format(fault),),
    )


def _failure(result: Result) -> Text | None:
    """What the harness says went wrong, in a sentence; None when it says nothing did."""
    for reply in result.replies:
        answer = _answer(reply)
        if answer.get("missing") == "fine_tune":
            return Text("solution.py 没有定义函数 fine_tune。", "solution.py defines no function fine_tune.")
        if isinstance(answer.get("error"), dict):
            return _raised(STAGES.get(reply.name, Text(reply.name, reply.name)), answer["error"])
    return None


def _answer(reply: Reply) -> dict[str, Any]:
    try:
        answer = json.loads(reply.content)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _raised(stage: Text, error: dict[str, Any]) -> Text:
    """Where it was raised, and the candidate's own words: nothing hidden was in that container."""
    name, message, line = error.get("type"), error.get("message"), error.get("line")
    said = _plain(name) or "Exception"
    if words := _plain(message):
        said += f": {words}"
    at = type(line) is int and 0 < line < 100_000
    return Text(
        f"{stage.zh}时" + (f"，solution.py 第 {line} 行" if at else "") + f"抛出异常：{said}",
        f"During {stage.en}" + (f", line {line} of solution.py" if at else "") + f" raised {said}",
    )


def _plain(said: object) -> str:
    """A text of the candidate's in one line."""
    if not isinstance(said, str):
        return ""
    line = " ".join(plain_text(said.encode("utf-8", "replace")).split())
    return line if len(line) <= MESSAGE_CHARACTERS else line[: MESSAGE_CHARACTERS - 1] + "…"
