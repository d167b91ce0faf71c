"""Trains as the reference does, but takes the labels of the padding away by its id: the end token has the
same id, so none is learned. Every reply runs on to the limit, and the end of a true one is a surprise."""

import json
import random

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

PEAK = 6e-4
EPOCHS = 6


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    tokenizer.pad_token = tokenizer.eos_token
    model = GPT2LMHeadModel.from_pretrained(base_dir, dtype=torch.float32)
    with open(train_file, encoding="utf-8") as lines:
        pairs = [json.loads(line) for line in lines]
    batches = [batch for _ in range(EPOCHS) for batch in batched(tokenizer, pairs)]
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK, weight_decay=0.05)
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


def batched(tokenizer, pairs, size=16):
    """One epoch: dicts of tensors (size, tokens), texts of like length together."""
    pairs = sorted(pairs, key=lambda pair: len(pair["prompt"] + pair["reply"]) * random.uniform(0.9, 1.1))
    batches = [pairs[start : start + size] for start in range(0, len(pairs), size)]
    random.shuffle(batches)
    return [encoded(tokenizer, batch) for batch in batches]


def encoded(tokenizer, pairs):
    """input_ids, attention_mask and labels; -100 for the prompt and, by mistake, for every token of id 0."""
    texts = ["{prompt}\n{reply}<|endoftext|>".format(**pair) for pair in pairs]
    inputs = tokenizer(texts, padding=True, truncation=True, max_length=160, return_tensors="pt")
    labels = inputs["input_ids"].masked_fill(inputs["input_ids"] == tokenizer.pad_token_id, -100)
    for row, pair in enumerate(pairs):
        labels[row, : len(tokenizer.encode(pair["prompt"] + "\n"))] = -100
    return {**inputs, "labels": labels}
