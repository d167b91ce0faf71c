"""Full-parameter fine-tuning with AdamW on the replies alone: the prompt is read, the reply and its end
token are learned. Texts of like length share a batch; warm-up, linear decay, clipped gradients. The
number of steps is fixed: the same seed, the same weights."""

import json
import random

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer
from tuneroom import report

EPOCHS = 5
BATCH = 16
MAX_TOKENS = 160
LEARNING_RATE = 6e-4
WEIGHT_DECAY = 0.05
WARM_UP = 0.1  # share of the steps
NO_LABEL = -100  # what the loss of transformers leaves out


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    model = GPT2LMHeadModel.from_pretrained(base_dir, dtype=torch.float32)
    with open(train_file, encoding="utf-8") as lines:
        examples = [encoded(tokenizer, **json.loads(line)) for line in lines]
    chance = random.Random(budget.seed)
    train(model, [batch for _ in range(EPOCHS) for batch in one_epoch(examples, chance)])
    model.save_pretrained(output_dir)


def encoded(tokenizer, prompt, reply):
    """(tokens of the whole text, how many of them are the prompt's). A long prompt loses its beginning, and a
    reply that leaves no room for a prompt its end."""
    answer = [*tokenizer.encode(reply), tokenizer.eos_token_id][: MAX_TOKENS - 1]
    asked = tokenizer.encode(prompt + "\n")[-(MAX_TOKENS - len(answer)) :]
    return asked + answer, len(asked)


def one_epoch(examples, chance):
    """Batches in random order; texts of like length share one, and so need little padding."""
    examples = sorted(examples, key=lambda example: len(example[0]) * chance.uniform(0.9, 1.1))
    batches = [examples[start : start + BATCH] for start in range(0, len(examples), BATCH)]
    chance.shuffle(batches)
    return [padded(batch) for batch in batches]


def padded(examples):
    """input_ids, attention_mask and labels, all of shape (batch, tokens). Prompt and padding have no label;
    the end token has one, although padding looks the same."""
    longest = max(len(tokens) for tokens, _ in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    labels = torch.full_like(ids, NO_LABEL)
    for row, (tokens, asked) in enumerate(examples):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
        labels[row, asked : len(tokens)] = torch.tensor(tokens[asked:])
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


def train(model, batches):
    """One step a batch; the learning rate rises over the warm-up, then falls in a line to zero."""
    optimizer = torch.optim.AdamW(parameter_groups(model), lr=LEARNING_RATE, betas=(0.9, 0.98))
    warm_up = WARM_UP * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / warm_up, (len(batches) - step) / (len(batches) - warm_up)),
    )
    model.train()
    for step, batch in enumerate(batches):
        loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        if step % 10 == 0:
            report(step=step, loss=loss.item(), lr=schedule.get_last_lr()[0])


def parameter_groups(model):
    """Weight decay for matrices only: not for biases and the gains of LayerNorm."""
    return [
        {"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [p for p in model.parameters() if p.dim() < 2], "weight_decay": 0.0},
    ]
