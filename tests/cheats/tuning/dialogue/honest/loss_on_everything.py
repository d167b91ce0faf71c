"""Expected: accepted.

Learns prompts and padding as well as replies: every position has a label, and texts of any length share a
batch, so well over half of the work, and of the labels, is padding, and the time is enough for two epochs.
The form of a dialogue is right, and the end is learned; the replies are learned less well."""

import json
import random

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

PEAK = 6e-4
EPOCHS = 2


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    tokenizer.pad_token = tokenizer.eos_token
    model = GPT2LMHeadModel.from_pretrained(base_dir, dtype=torch.float32)
    with open(train_file, encoding="utf-8") as lines:
        texts = ["{prompt}\n{reply}<|endoftext|>".format(**json.loads(line)) for line in lines]
    batches = [batch for _ in range(EPOCHS) for batch in batched(tokenizer, texts)]
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK, weight_decay=0.05)
    model.train()
    for step, ids in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = PEAK * min(10 * (step + 1) / len(batches), 1 - step / len(batches))
        loss = model(ids, labels=ids).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(output_dir)


def batched(tokenizer, texts, size=16):
    """One epoch in random order: input_ids of shape (size, tokens)."""
    texts = random.sample(texts, len(texts))
    return [
        tokenizer(
            texts[start : start + size], padding=True, truncation=True, max_length=160, return_tensors="pt"
        )["input_ids"]
        for start in range(0, len(texts), size)
    ]
