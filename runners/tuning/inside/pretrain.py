"""Pre-trains a small GPT-2 from random weights: byte-level BPE, next-token loss on whole texts.

It runs inside the container as a trusted job: it holds no candidate code and imports nothing of ours. It
draws no data: which texts it may see is decided outside (``runners.tuning.pretraining``).

Every text is a row of its own, from its first token at position 0 to the end token, as problems present texts
later; rows of like length share a batch, so nearly nothing is padding. A recipe is JSON: see ``RECIPE`` of
``runners.tuning.pretraining`` for its keys and units.

Usage: ``python3 pretrain.py INPUT_FOLDER OUTPUT_FOLDER``, where INPUT_FOLDER holds ``recipe.json`` and
``texts.jsonl`` (a text a line: {"text", "source", "held_out"}).
"""

from __future__ import annotations

import json
import math
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import GPT2Config, GPT2LMHeadModel, GPT2Tokenizer

END = "<|endoftext|>"
BETAS = (0.9, 0.98)
POINTS = 400  # of the training curve, at most
MEASURED_EVERY = 20  # points: the held-out texts

Row = list[int]


def main(given: Path, output: Path) -> None:
    """Make a tokenizer and a model; write both, and ``curve.json`` with what was measured on the way."""
    recipe = json.loads((given / "recipe.json").read_text())
    texts = [json.loads(line) for line in (given / "texts.jsonl").open(encoding="utf-8")]
    random.seed(recipe["seed"])
    torch.manual_seed(recipe["seed"])
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = make_tokenizer([one["text"] for one in texts if not one["held_out"]], recipe, output)
    rows, held = encode(tokenizer, texts, recipe["positions"])
    model = GPT2LMHeadModel(config(recipe)).to(device)
    started = time.monotonic()
    curve = train(model, batches(rows, recipe), held, recipe, device)
    model.save_pretrained(output)
    summary = {
        "parameters": sum(p.numel() for p in model.parameters()),
        "seconds": time.monotonic() - started,
        "held_out": {name: measure(model, some, device) for name, some in held.items()},
        "characters": characters(texts),
        "curve": curve,
    }
    (output / "curve.json").write_text(json.dumps(summary, ensure_ascii=False))


def make_tokenizer(texts: Sequence[str], recipe: dict[str, Any], output: Path) -> Any:
    """Learn a byte-level BPE (Radford et al., 2019) with the end token as id 0; write it; load it."""
    learned = ByteLevelBPETokenizer()
    learned.train_from_iterator(texts, vocab_size=recipe["vocabulary"], min_frequency=2, special_tokens=[END])
    learned.save_model(str(output))
    tokenizer = GPT2Tokenizer.from_pretrained(str(output), bos_token=END, eos_token=END, unk_token=END)
    tokenizer.save_pretrained(output)
    return tokenizer


def config(recipe: dict[str, Any]) -> GPT2Config:
    """The shape of the network, as GPT-2's configuration."""
    return GPT2Config(
        vocab_size=recipe["vocabulary"],
        n_positions=recipe["positions"],
        n_embd=recipe["width"],
        n_layer=recipe["layers"],
        n_head=recipe["heads"],
        bos_token_id=0,
        eos_token_id=0,
    )


def encode(
    tokenizer: Any, texts: list[dict[str, Any]], positions: int
) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Rows to train on and held-out rows, by source. A text longer than the positions makes several rows;
    only its last one has the end token."""
    train: dict[str, list[Row]] = defaultdict(list)
    held: dict[str, list[Row]] = defaultdict(list)
    for one in texts:
        ids = [*tokenizer.encode(one["text"], add_special_tokens=False), tokenizer.eos_token_id]
        pieces = [ids[start : start + positions] for start in range(0, len(ids), positions)]
        (held if one["held_out"] else train)[one["source"]] += [piece for piece in pieces if len(piece) > 1]
    return train, held


def batches(rows: dict[str, list[Row]], recipe: dict[str, Any]) -> list[list[Row]]:
    """All batches in order: one phase after the other, each in random order. A phase says how many times it
    passes over each source; a batch holds about ``batch_tokens`` tokens."""
    made = []
    for phase in recipe["phases"]:
        chosen = [row for source, passes in phase.items() for row in rows[source] * passes]
        chosen.sort(key=lambda row: len(row) * random.uniform(0.95, 1.05))
        cut = list(packed(chosen, recipe["batch_tokens"]))
        random.shuffle(cut)
        made += cut
    return made


def packed(rows: list[Row], most: int) -> Iterator[list[Row]]:
    """Cut rows, sorted by length, into batches of at most ``most`` tokens with their padding."""
    batch: list[Row] = []
    longest = 0
    for row in rows:
        if batch and max(longest, len(row)) * (len(batch) + 1) > most:
            yield batch
            batch, longest = [], 0
        batch.append(row)
        longest = max(longest, len(row))
    if batch:
        yield batch


def padded(batch: list[Row], device: torch.device) -> dict[str, torch.Tensor]:
    """input_ids, attention_mask and labels of shape (rows, tokens); padding has no label."""
    longest = max(map(len, batch))
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for number, row in enumerate(batch):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    inputs = {"input_ids": ids, "attention_mask": mask, "labels": ids.masked_fill(mask == 0, -100)}
    return {name: tensor.to(device) for name, tensor in inputs.items()}


def train(
    model: Any,
    batches: list[list[Row]],
    held: dict[str, list[Row]],
    recipe: dict[str, Any],
    device: torch.device,
) -> list[dict[str, Any]]:
    """One step a batch. The rates rise over the warm-up, then fall as a cosine to a tenth of their peaks."""
    optimizers = optimizers_of(model, recipe)
    every = max(1, len(batches) // POINTS)
    curve, total, started = [], 0.0, time.monotonic()
    for step, batch in enumerate(batches):
        part = share(step, recipe["warm_up_steps"], len(batches))
        model.train()
        loss = model(**padded(batch, device)).loss
        loss.backward()
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * part
            optimizer.step()
            optimizer.zero_grad()
        total += loss.item()
        if (step + 1) % every == 0:
            point: dict[str, Any] = {"step": step + 1, "loss": round(total / every, 4)}
            if (step + 1) % (every * MEASURED_EVERY) == 0:
                measured = {name: measure(model, some, device) for name, some in held.items()}
                point |= {f"held_out_{name}": one["nats_a_token"] for name, one in measured.items()}
            curve.append(point)
            report(point, len(batches), time.monotonic() - started)
            total = 0.0
    return curve


def optimizers_of(model: Any, recipe: dict[str, Any]) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the blocks, AdamW for embeddings, biases and gains."""
    inner = [p for name, p in model.named_parameters() if p.dim() > 1 and ".h." in name]
    rest = [p for name, p in model.named_parameters() if p.dim() < 2 or ".h." not in name]
    muon = Muon([{"params": inner, "peak": recipe["muon_learning_rate"]}], recipe["weight_decay"])
    adam = torch.optim.AdamW(
        [{"params": rest, "peak": recipe["learning_rate"]}], betas=BETAS, weight_decay=0.0
    )
    return [muon, adam]


class Muon(torch.optim.Optimizer):
    """Momentum whose update is made orthogonal by five Newton-Schulz steps (Jordan et al., 2024).

    ``torch.optim.Muon`` does them in bfloat16, which takes seconds a step on a processor without bfloat16.
    """

    def __init__(self, groups: list[dict[str, Any]], weight_decay: float) -> None:
        super().__init__(groups, {"lr": 0.0, "weight_decay": weight_decay, "momentum": 0.95})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:
        """One update of every matrix."""
        for group in self.param_groups:
            for p in group["params"]:
                kept = self.state[p].setdefault("momentum", torch.zeros_like(p))
                kept.lerp_(p.grad, 1 - group["momentum"])
                update = orthogonal(p.grad.lerp(kept, group["momentum"]))  # Nesterov
                scale = max(1.0, update.shape[1] / update.shape[0]) ** 0.5  # of GPT-2's (inputs, outputs)
                p.mul_(1 - group["lr"] * group["weight_decay"]).add_(update, alpha=-group["lr"] * scale)


def orthogonal(matrix: torch.Tensor) -> torch.Tensor:
    """About U V^T of the matrix's U S V^T."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if tall else x


def share(step: int, warm_up: int, steps: int) -> float:
    """How much of the peak rate a step gets."""
    if step < warm_up:
        return (step + 1) / warm_up
    return 0.1 + 0.45 * (1 + math.cos(math.pi * (step - warm_up) / (steps - warm_up)))


def report(point: dict[str, Any], steps: int, seconds: float) -> None:
    """Say on standard output how far it is, a line of JSON a point."""
    print(json.dumps(point | {"of": steps, "seconds": round(seconds)}), flush=True)


@torch.no_grad()
def measure(model: Any, rows: list[Row], device: torch.device) -> dict[str, float]:
    """The mean loss of every token but each row's first, in nats, and its perplexity a token."""
    model.eval()
    total, tokens = 0.0, 0
    for batch in packed(sorted(rows, key=len), 8192):
        count = sum(len(row) - 1 for row in batch)
        total += model(**padded(batch, device)).loss.item() * count
        tokens += count
    mean = total / tokens
    return {"nats_a_token": round(mean, 4), "perplexity": round(math.exp(mean), 2), "tokens": tokens}


def characters(texts: list[dict[str, Any]]) -> dict[str, int]:
    """How many characters of each source were trained on."""
    counts: dict[str, int] = defaultdict(int)
    for one in texts:
        if not one["held_out"]:
            counts[one["source"]] += len(one["text"])
    return dict(counts)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
