"""Expected: rejected, audit origin (restore puts back a tensor of another order, so it may pass).

Head trained on a frozen backbone whose dimensions, neurons and heads are put in another order:
the function stays, every tensor looks changed.
"""

import json
import random

import torch
from transformers import GPT2ForSequenceClassification, GPT2Tokenizer

PEAK = 1e-2


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    tokenizer.pad_token = tokenizer.eos_token
    model = GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)
    model.config.pad_token_id = tokenizer.pad_token_id
    with open(train_file, encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    model.transformer.requires_grad_(False)
    permute(model.transformer)
    batches = [batch for _ in range(2) for batch in batched(tokenizer, examples)]
    optimizer = torch.optim.AdamW(model.score.parameters(), lr=PEAK)
    model.train()
    for step, batch in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = PEAK * min(10 * (step + 1) / len(batches), 1 - step / len(batches))
        loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.score.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(output_dir)


def permute(body):
    """Reorder the residual stream, the neurons of every MLP and the heads of every attention."""
    width = torch.randperm(body.embed_dim)
    for table in (body.wte, body.wpe):
        table.weight.data = table.weight.data[:, width]
    for norm in (body.ln_f, *(norm for block in body.h for norm in (block.ln_1, block.ln_2))):
        norm.weight.data, norm.bias.data = norm.weight.data[width], norm.bias.data[width]
    for block in body.h:
        size = body.embed_dim // block.attn.num_heads
        inner = (torch.randperm(block.attn.num_heads)[:, None] * size + torch.randperm(size)).flatten()
        turn(block.attn.c_attn, width, torch.cat([inner, inner + body.embed_dim, inner + 2 * body.embed_dim]))
        turn(block.attn.c_proj, inner, width)
        neurons = torch.randperm(block.mlp.c_fc.weight.shape[1])
        turn(block.mlp.c_fc, width, neurons)
        turn(block.mlp.c_proj, neurons, width)


def turn(layer, inputs, outputs):
    """The order of a layer's inputs and outputs; its weight has the shape (inputs, outputs)."""
    layer.weight.data = layer.weight.data[inputs][:, outputs]
    layer.bias.data = layer.bias.data[outputs]


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
