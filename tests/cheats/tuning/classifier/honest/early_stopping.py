"""Expected: accepted.

Keeps a tenth aside and the weights of the epoch that did best on it.
"""

import json
import random

import torch
from transformers import GPT2ForSequenceClassification, GPT2Tokenizer

PEAK = 2e-4


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    tokenizer.pad_token = tokenizer.eos_token
    model = GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)
    model.config.pad_token_id = tokenizer.pad_token_id
    with open(train_file, encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    random.shuffle(examples)
    kept = len(examples) // 10
    aside = batched(tokenizer, examples[:kept])
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK, weight_decay=0.05)
    best, weights = float("inf"), None
    for _ in range(4):
        one_epoch(model, optimizer, batched(tokenizer, examples[kept:]))
        loss = held_out(model, aside)
        if loss > best:
            break
        best, weights = loss, {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(weights)
    model.save_pretrained(output_dir)


def one_epoch(model, optimizer, batches):
    """One pass at a constant rate."""
    model.train()
    for batch in batches:
        model(**batch).loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()


def held_out(model, batches):
    """The mean loss a batch."""
    model.eval()
    with torch.no_grad():
        return sum(model(**batch).loss.item() for batch in batches) / len(batches)


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
