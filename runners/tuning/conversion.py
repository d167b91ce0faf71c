"""The trusted job that brings a model of another form into the one in which base models are installed.

It plans the job and reads its Result; the program is ``inside/convert.py``, in the image ``torch``.
"""

from __future__ import annotations

import json
from pathlib import Path

from runners.tuning.model_folder import WEIGHTS, BaseModelError
from sandbox.job import Artifact, File, Job, Limits, Outcome, Result

PROGRAM = Path(__file__).with_name("inside") / "convert.py"
GIVEN, MADE, OTHERS = "given", "made", "others.json"
MIB = 1024 * 1024
MAX_WEIGHTS_BYTES = 1024 * MIB
MAX_OTHERS_BYTES = 64 * MIB
LIMITS = Limits(
    cpu_seconds=1200,
    wall_seconds=600,
    memory_bytes=4096 * MIB,
    disk_bytes=MAX_WEIGHTS_BYTES + 2 * MAX_OTHERS_BYTES,
    cpus=2,
)


def job(files: dict[str, bytes]) -> Job:
    """Plan the conversion of a GGUF file (the only one, its name ends so) or of a folder's files."""
    only = next(iter(files))
    given = f"{GIVEN}/{only}" if only.endswith(".gguf") else GIVEN
    return Job(
        image="torch",
        argv=("python3", "-P", "-s", "-B", f"/box/{PROGRAM.name}", f"/box/{given}", MADE),
        limits=LIMITS,
        files=(
            File(PROGRAM.name, PROGRAM.read_bytes()),
            *(File(f"{GIVEN}/{name}", content) for name, content in files.items()),
        ),
        artifacts=(
            Artifact(f"{MADE}/{WEIGHTS}", MAX_WEIGHTS_BYTES),
            Artifact(f"{MADE}/{OTHERS}", MAX_OTHERS_BYTES),
        ),
        label="base model",
        trusted=True,
    )


def made_files(result: Result) -> dict[str, bytes]:
    """The files that the job has made.

    Raises:
        BaseModelError: the program failed; the message ends with what it said last.
    """
    if result.outcome is not Outcome.OK:
        said = result.stderr.decode(errors="replace").strip()[-1000:]
        raise BaseModelError(f"the model cannot be converted ({result.outcome} {result.reason}): {said}")
    others: dict[str, str] = json.loads(result.artifacts[f"{MADE}/{OTHERS}"])
    files = {name: text.encode() for name, text in others.items()}
    return {WEIGHTS: result.artifacts[f"{MADE}/{WEIGHTS}"], **files}
