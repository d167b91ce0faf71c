"""Brings a causal language model into the form of base models: what ``save_pretrained`` writes.

It runs inside the container as a trusted job: it holds no candidate code and imports nothing of ours. It
fetches nothing. A GGUF file is dequantised once, to bfloat16, which rounds less than its quantisation did; a
folder in another release's form (``gpt2`` of the hub has other names and holds its masks) is loaded and
written anew in the type that it has.

Usage: ``python3 convert.py INPUT OUTPUT_FOLDER``, where INPUT is a GGUF file, or a folder with
``config.json``, ``model.safetensors`` and the files of a tokenizer. Besides ``model.safetensors`` it writes
all other files into one, ``others.json`` (name -> text): which there are depends on the model.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint

WEIGHTS, OTHERS = "model.safetensors", "others.json"


def main(given: Path, output: Path) -> None:
    """Read the one, write the other."""
    model, tokenizer = from_folder(given) if given.is_dir() else from_gguf(given)
    model.save_pretrained(output, max_shard_size="100GB")
    tokenizer.save_pretrained(output)
    others = {
        path.name: path.read_text(encoding="utf-8") for path in output.iterdir() if path.name != WEIGHTS
    }
    (output / OTHERS).write_text(json.dumps(others), encoding="utf-8")


def from_folder(folder: Path) -> tuple[Any, Any]:
    """A model whose every weight is in the file; a program that comes with it is never run."""
    model, said = AutoModelForCausalLM.from_pretrained(
        folder, dtype="auto", use_safetensors=True, trust_remote_code=False, output_loading_info=True
    )
    if said["missing_keys"]:
        raise SystemExit(f"no weights for {sorted(said['missing_keys'])}")
    return model, AutoTokenizer.from_pretrained(folder, trust_remote_code=False)


def from_gguf(file: Path) -> tuple[Any, Any]:
    """A model from a quantised file. transformers' own loading of such files needs a further package."""
    config = AutoConfig.from_pretrained(file.parent, gguf_file=file.name)
    config.dtype = torch.bfloat16
    model = AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
    read = load_gguf_checkpoint(
        str(file), return_tensors=True, model_to_load=model, torch_dtype=torch.bfloat16
    )
    left = model.load_state_dict(read["tensors"], strict=False)
    model.tie_weights()
    tied = set(model.all_tied_weights_keys)
    if set(left.missing_keys) - tied or left.unexpected_keys:
        raise SystemExit(f"other weights than the model has: {left}")
    return model, AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
