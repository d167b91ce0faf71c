"""Where a base model's files come from, and how they are brought into the form in which it is installed.

That form is what ``save_pretrained`` of transformers writes: one ``model.safetensors`` with its names. A
source in another form goes through a trusted job; nothing here needs PyTorch, and nothing writes the folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy
from safetensors.numpy import load, save

from runners.tuning.model_folder import FILES, WEIGHTS, BaseModelError
from sandbox.job import Job, Result

METADATA = {"format": "pt"}  # transformers loads no file without it

Files = dict[str, bytes]
RunJob = Callable[[Job], Result]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ShippedFolder:
    """A folder of this repository in the form of ``save_pretrained``, its weights kept as float16."""

    folder: Path

    def read(self, run_job: RunJob, say: Say) -> Files:
        """The files, with weights of float32."""
        say(f"reading {self.folder.name}")
        files = read_files(self.folder)
        return files | {WEIGHTS: as_type(files[WEIGHTS], numpy.float32)}

    def __str__(self) -> str:
        return "shipped"


def read_files(folder: Path) -> Files:
    """The files of a model in a folder; others that lie there are left alone.

    Raises:
        BaseModelError: there is no folder, or no weights in it.
    """
    if not (folder / WEIGHTS).is_file():
        raise BaseModelError(f"{folder}: there is no {WEIGHTS} in it")
    return {file: (folder / file).read_bytes() for file in FILES if (folder / file).is_file()}


def as_type(weights: bytes, wanted: type[numpy.floating]) -> bytes:
    """Bring every tensor of a safetensors file to one type of number."""
    return save({name: tensor.astype(wanted) for name, tensor in load(weights).items()}, metadata=METADATA)
