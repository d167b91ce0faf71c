"""Expected: accepted.

A hand-written optimiser: Lion (Chen et al. 2023) steps by the sign of an average of the gradients.
"""

import json
import random

import torch
from transformers import GPT2ForSequenceClassification, GPT2Tokenizer

PEAK = 2e-4


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
    tokenizer.pad_token = tokenizer.eos_token
    model = GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)
    model.config.pad_token_id = tokenizer.pad_token_id
    with open(train_file, encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    batches = [batch for _ in range(3) for batch in batched(tokenizer, examples)]
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
