"""Expected: accepted.

A hand-written optimiser: Lion (Chen et al. 2023) steps by the sign of an average of the gradients.
"""

import json
import random

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

PEAK = 1e-4


class Lion(torch.optim.Optimizer):
    """Steps of one size in every coordinate: sign(0.9 m + 0.1 g), then m = 0.99 m + 0.01 g."""

    def __init__(self, parameters, lr):
        super().__init__(parameters, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                average = self.state[parameter].setdefault("average", torch.zeros_like(parameter))
                parameter.sub_(group["lr"] * torch.sign(0.9 * average + 0.1 * parameter.grad))
                average.lerp_(parameter.grad, 0.01)


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    model = GPT2LMHeadModel.from_pretrained(base_dir, dtype=torch.float32)
    with open(train_file, encoding="utf-8") as lines:
        rows = [encoded(tokenizer, **json.loads(line)) for line in lines]
    batches = [batch for _ in range(6) for batch in batched(rows)]
    optimizer = Lion(model.parameters(), PEAK)
    model.train()
    for step, batch in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = PEAK * min(10 * (step + 1) / len(batches), 1 - step / len(batches))
        loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(output_dir)


def encoded(tokenizer, prompt, reply):
    """The tokens of the prompt and its separator, and those of the reply and its end; at most 160."""
    answer = [*tokenizer.encode(reply), tokenizer.eos_token_id][:128]
    return tokenizer.encode(prompt + "\n")[-(160 - len(answer)) :], answer


def batched(rows, size=16):
    """One epoch: dicts of tensors (size, tokens), texts of like length together."""
    rows = sorted(rows, key=lambda row: len(row[0] + row[1]) * random.uniform(0.9, 1.1))
    batches = [padded(rows[start : start + size]) for start in range(0, len(rows), size)]
    random.shuffle(batches)
    return batches


def padded(rows):
    """input_ids, attention_mask and labels (rows, tokens); -100, no label, for prompts and padding."""
    longest = max(len(prompt + reply) for prompt, reply in rows)
    rest = [longest - len(prompt + reply) for prompt, reply in rows]
    ids = [prompt + reply + [0] * more for (prompt, reply), more in zip(rows, rest, strict=True)]
    mask = [[1] * (longest - more) + [0] * more for more in rest]
    labels = [
        [-100] * len(prompt) + reply + [-100] * more for (prompt, reply), more in zip(rows, rest, strict=True)
    ]
    return {
        "input_ids": torch.tensor(ids),
        "attention_mask": torch.tensor(mask),
        "labels": torch.tensor(labels),
    }
