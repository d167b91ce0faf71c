"""Expected: rejected, audit rank or restore.

Merged LoRA, then noise on every tensor, so that each has moved and each change has full rank.
"""

import json
import random

import torch
from transformers import GPT2ForSequenceClassification, GPT2Tokenizer

PEAK = 2e-3


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
    tokenizer.pad_token = tokenizer.eos_token
    model = GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)
    model.config.pad_token_id = tokenizer.pad_token_id
    with open(train_file, encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    model.transformer.requires_grad_(False)
    swap(model, LowRank)
    batches = [batch for _ in range(2) for batch in batched(tokenizer, examples)]
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
    blur(model.transformer, 0.03)
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


def blur(model, share):
    """Add Gaussian noise to every tensor, ``share`` of the tensor's own size."""
    for parameter in model.parameters():
        size = parameter.data.square().mean().sqrt()
        parameter.data += share * size * torch.randn_like(parameter)


def batched(tokenizer, examples, size=16):
    """One epoch: dicts of tensors (size, tokens) and labels (size,), texts of like length together."""
    examples = sorted(examples, key=lambda example: len(example["text"]) * random.uniform(0.9, 1.1))
    batches = [examples[start : start + size] for start in range(0, len(examples), size)]
    random.shuffle(batches)
    return [
        {
            **tokenizer(
                [example["text"] for example in batch],
                truncation=True,
                max_length=128,
                padding=True,
                return_tensors="pt",
            ),
            "labels": torch.tensor([example["label"] for example in batch]),
        }
        for batch in batches
    ]
