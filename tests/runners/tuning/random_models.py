"""A tiny GPT-2 of random weights with a tokenizer of its own, made in the image ``torch``, and weights that
differ from it in known ways. They know nothing; what is measured of them can be computed by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load, save

from runners.tuning.model_sources import METADATA, Files
from sandbox.job import Artifact, File, Job, Limits, Outcome, Result

MIB = 1024 * 1024
POSITIONS = 64
UNTOUCHED = "transformer.h.0.attn.c_attn.weight"
LOW_RANK = "transformer.h.1.mlp.c_fc.weight"
END = "<|endoftext|>"
FOLDERS = ("tied", "untied")
MAKE = f"""
import json
import sys
from pathlib import Path

from tokenizers import ByteLevelBPETokenizer
from transformers import GPT2Config, GPT2LMHeadModel, GPT2Tokenizer

END = {END!r}
learned = ByteLevelBPETokenizer()
learned.train_from_iterator(["你好，世界。"] * 8, vocab_size=264, min_frequency=2, special_tokens=[END])
sizes = dict(vocab_size=264, n_positions={POSITIONS}, n_embd=16, n_layer=2, n_head=2)
for name in {FOLDERS!r}:
    folder = Path(name)
    folder.mkdir()
    learned.save_model(str(folder))
    tokenizer = GPT2Tokenizer.from_pretrained(str(folder), bos_token=END, eos_token=END, unk_token=END)
    tokenizer.save_pretrained(folder)
    config = GPT2Config(**sizes, bos_token_id=0, eos_token_id=0, tie_word_embeddings=name == "tied")
    GPT2LMHeadModel(config).save_pretrained(folder)
    others = {{path.name: path.read_text() for path in folder.iterdir() if path.suffix != ".safetensors"}}
    (folder / "others.json").write_text(json.dumps(others))
"""

Array = NDArray[np.float32]
Weights = dict[str, Array]


def making() -> Job:
    """The job that makes both models: with the head tied to the embeddings, and with one of its own."""
    return Job(
        image="torch",
        argv=("python3", "-P", "-s", "-B", "/box/make.py"),
        limits=Limits(cpu_seconds=200, wall_seconds=200, memory_bytes=2048 * MIB, cpus=2),
        files=(File("make.py", MAKE.encode()),),
        artifacts=tuple(
            Artifact(f"{folder}/{name}", 4 * MIB)
            for folder in FOLDERS
            for name in ("model.safetensors", "others.json")
        ),
        label="test",
        trusted=True,
    )


def made(result: Result, folder: str) -> Files:
    """The files of one of the two models, its weights drawn anew so that none of them is 0 or 1."""
    assert result.outcome is Outcome.OK, result.stderr.decode(errors="replace")
    chance = np.random.default_rng(0)
    shapes = {name: one.shape for name, one in load(result.artifacts[f"{folder}/model.safetensors"]).items()}
    weights = {name: normal(chance, shape, 0.3) for name, shape in sorted(shapes.items())}
    others: dict[str, str] = json.loads(result.artifacts[f"{folder}/others.json"])
    return {"model.safetensors": as_bytes(weights), **{name: text.encode() for name, text in others.items()}}


def normal(chance: np.random.Generator, shape: tuple[int, ...], spread: float) -> Array:
    return chance.normal(0, spread, shape).astype(np.float32)


def as_bytes(weights: Weights) -> bytes:
    return save(weights, metadata=METADATA)


def weights_of(base: Files) -> Weights:
    return load(base["model.safetensors"])


def tuned(base: Files) -> Weights:
    """The base changed at random, but for one matrix that is as it was and one whose change has rank 2."""
    chance = np.random.default_rng(1)
    old = weights_of(base)
    new = {name: old[name] + normal(chance, old[name].shape, 0.1) for name in sorted(old)}
    rows, columns = old[LOW_RANK].shape
    thin, flat = normal(chance, (rows, 2), 0.3), normal(chance, (2, columns), 0.3)
    return new | {UNTOUCHED: old[UNTOUCHED], LOW_RANK: old[LOW_RANK] + thin @ flat}


def constant(base: Files, logits: Mapping[str, float]) -> Weights:
    """Weights that give each token named here its logit and the others 0, whatever they read: the last norm
    leaves 1 in its first place and 0 in all others, and there the embeddings hold the logits."""
    weights = {name: one.copy() for name, one in weights_of(base).items()}
    weights["transformer.ln_f.weight"][:] = 0
    weights["transformer.ln_f.bias"][:] = np.eye(16, dtype=np.float32)[0]
    weights["transformer.wte.weight"][:, 0] = 0
    vocabulary = json.loads(base["tokenizer.json"])["model"]["vocab"]
    for token, logit in logits.items():
        weights["transformer.wte.weight"][vocabulary[token], 0] = logit
    return weights


def broken(weights: Weights) -> Weights:
    """The same with one NaN in a matrix of the first block."""
    matrix = weights["transformer.h.0.mlp.c_fc.weight"].copy()
    matrix[3, 5] = np.nan
    return weights | {"transformer.h.0.mlp.c_fc.weight": matrix}


def without_strongest(change: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """A matrix without the directions of its largest singular values."""
    left, values, right = np.linalg.svd(change, full_matrices=False)
    values[:count] = 0
    rest: NDArray[np.float64] = (left * values) @ right
    return rest
