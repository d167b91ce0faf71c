"""Where a base model's files come from, and how they are brought into the form in which it is installed.

That form is what ``save_pretrained`` of transformers writes: one ``model.safetensors`` with its names. A
source in another form goes through a trusted job; nothing here needs PyTorch, and nothing writes the folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy
from safetensors.numpy import load, save

from runners.tuning import conversion
from runners.tuning.model_folder import FILES, WEIGHTS, BaseModelError
from runners.tuning.package_files import PackageFile, find_package, read_package_file
from sandbox.job import Job, Result

METADATA = {"format": "pt"}  # transformers loads no file without it
HUB_MISSING = (
    "the package huggingface_hub is not installed, so nothing can be fetched from a hub. Install the extra: "
    "“pip install -e .[hub]”; or put the model's files into a folder and name that with “folder = ...”"
)

Files = dict[str, bytes]
RunJob = Callable[[Job], Result]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ShippedFolder:
    """A folder of this repository in the form of ``save_pretrained``, its weights kept as float16."""

    folder: Path

    def at_hand(self) -> bool:
        return True

    def read(self, run_job: RunJob, say: Say) -> Files:
        """The files, with weights of float32."""
        say(f"reading {self.folder.name}")
        files = read_files(self.folder)
        return files | {WEIGHTS: as_type(files[WEIGHTS], numpy.float32)}

    def __str__(self) -> str:
        return "shipped"


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of this machine, as transformers or a hub has it."""

    folder: Path

    def at_hand(self) -> bool:
        return True

    def read(self, run_job: RunJob, say: Say) -> Files:
        """The files, converted."""
        say(f"reading {self.folder}")
        return converted(read_files(self.folder), run_job, say)

    def __str__(self) -> str:
        return str(self.folder)


@dataclass(frozen=True, slots=True)
class PackagedGGUF:
    """A quantised model inside a Python package."""

    file: PackageFile

    def at_hand(self) -> bool:
        return find_package(self.file) is not None

    def read(self, run_job: RunJob, say: Say) -> Files:
        """The files, dequantised to bfloat16."""
        return converted({Path(self.file.path).name: read_package_file(self.file, say)}, run_job, say)

    def __str__(self) -> str:
        return f"{self.file.package} {self.file.version}"


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model of a hub at one commit, so that it is the same one every time."""

    id: str
    revision: str

    def at_hand(self) -> bool:
        return False

    def read(self, run_job: RunJob, say: Say) -> Files:
        """The files, converted. Where the hub is, huggingface_hub's own settings say."""
        hub = _hub()
        with tempfile.TemporaryDirectory() as folder:
            say(f"fetching {self.id}")
            try:
                hub.snapshot_download(
                    self.id, revision=self.revision, allow_patterns=list(FILES), local_dir=folder
                )
            except Exception as error:  # of the library, of its HTTP library and of the system: all say why
                raise BaseModelError(f"{self.id} cannot be fetched from the hub: {error}") from error
            return converted(read_files(Path(folder)), run_job, say)

    def __str__(self) -> str:
        return f"hub {self.id}"


def _hub() -> Any:
    try:
        return import_module("huggingface_hub")
    except ImportError as error:
        raise BaseModelError(HUB_MISSING) from error


def converted(files: Files, run_job: RunJob, say: Say) -> Files:
    """Bring files into the form of ``save_pretrained`` by a trusted job."""
    say(f"converting {sum(map(len, files.values())) // 2**20} MiB in the sandbox")
    return conversion.made_files(run_job(conversion.job(files)))


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
