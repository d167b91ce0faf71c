"""Base models of a few numbers, for tests: real formats, no sense."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
from safetensors.numpy import save

from runners.tuning.model_sources import METADATA, Files, RunJob, Say
from sandbox.job import Job, Result


def small_files(positions: int = 4, start: float = 0.0) -> Files:
    """A configuration, weights of 12 numbers and a tokenizer."""
    config = {"model_type": "gpt2", "vocab_size": 5, "n_positions": positions}
    tensors = {"wte": numpy.arange(12, dtype=numpy.float32).reshape(3, 4) + start}
    return {
        "config.json": json.dumps(config).encode(),
        "model.safetensors": save(tensors, metadata=METADATA),
        "tokenizer.json": b"{}",
    }


def write_files(folder: Path, files: Files) -> Path:
    """Write files into a folder, made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


class FakeSource:
    """Hands out the files that it was made with."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def at_hand(self) -> bool:
        return True

    def read(self, run_job: RunJob, say: Say) -> Files:
        return self._files

    def __str__(self) -> str:
        return "fake"


def no_job(job: Job) -> Result:
    """For sources that need no job."""
    raise AssertionError(f"no job was to be run: {job.argv}")
