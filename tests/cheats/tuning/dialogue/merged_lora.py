"""Expected: rejected, audit rank (and moved: embeddings, biases, LayerNorms).

LoRA of rank 8 on every layer of the blocks, merged at the end.
"""

import json
import random

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

PEAK = 4e-3


class LowRank(torch.nn.Module):
    """A layer with frozen weight, plus x A B; its weight has the shape (inputs, outputs)."""

    def __init__(self, layer, rank=8):
        super().__init__()
        self.layer = layer
        layer.weight.requires_grad_(False)
        inputs, outputs = layer.weight.shape
        self.a = torch.nn.Parameter(torch.randn(inputs, rank) / inputs**0.5)
        self.b = torch.nn.Parameter(torch.zeros(rank, outputs))

    def forward(self, x):
        return self.layer(x) + 2 * (x @ self.a) @ self.b

    def merged(self):
        self.layer.weight.data += 2 * self.a.data @ self.b.data
        return self.layer


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    model = GPT2LMHeadModel.from_pretrained(base_dir, dtype=torch.float32)
    with open(train_file, encoding="utf-8") as lines:
        rows = [encoded(tokenizer, **json.loads(line)) for line in lines]
    model.requires_grad_(False)
    swap(model, LowRank)
    batches = [batch for _ in range(6) for batch in batched(rows)]
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=PEAK)
    model.train()
    for step, batch in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = PEAK * min(10 * (step + 1) / len(batches), 1 - step / len(batches))
        loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    swap(model, LowRank.merged)
    model.save_pretrained(output_dir)


def swap(model, change):
    """Replace the four layers of every block by ``change`` of them."""
    for block in model.transformer.h:
        for part, name in (
            (block.attn, "c_attn"),
            (block.attn, "c_proj"),
            (block.mlp, "c_fc"),
            (block.mlp, "c_proj"),
        ):
            setattr(part, name, change(getattr(part, name)))


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
