"""Full-parameter fine-tuning with AdamW: weights in float32, arithmetic in bfloat16 on the GPU, batches of
texts of like length, warm-up and linear decay, clipped gradients. The number of steps is fixed."""

import json
import random

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from tuneroom import report

EPOCHS = 2
BATCH = 32
MAX_TOKENS = 256
LEARNING_RATE = 5e-5
WEIGHT_DECAY = 0.01
WARM_UP = 0.1  # share of the steps


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = AutoTokenizer.from_pretrained(base_dir)
    # The base is stored in bfloat16, whose 8 bits would round small steps away.
    model = AutoModelForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)
    model.config.pad_token_id = tokenizer.pad_token_id
    model.to(budget.device)
    with open(train_file, encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    chance = random.Random(budget.seed)
    train(model, [batch for _ in range(EPOCHS) for batch in one_epoch(tokenizer, examples, chance)])
    model.save_pretrained(output_dir)


def one_epoch(tokenizer, examples, chance):
    """Batches in random order; texts of like length share one, and so need little padding."""
    examples = sorted(examples, key=lambda example: len(example["text"]) * chance.uniform(0.9, 1.1))
    batches = [examples[start : start + BATCH] for start in range(0, len(examples), BATCH)]
    chance.shuffle(batches)
    return [encoded(tokenizer, batch) for batch in batches]


def encoded(tokenizer, examples):
    """input_ids and attention_mask of shape (batch, tokens), labels of shape (batch,); on the processor."""
    texts = [example["text"] for example in examples]
    inputs = tokenizer(texts, truncation=True, max_length=MAX_TOKENS, padding=True, return_tensors="pt")
    return {**inputs, "labels": torch.tensor([example["label"] for example in examples])}


def train(model, batches):
    """One step a batch; the learning rate rises over the warm-up, then falls in a line to zero."""
    optimizer = torch.optim.AdamW(parameter_groups(model), lr=LEARNING_RATE)
    warm_up = WARM_UP * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / warm_up, (len(batches) - step) / (len(batches) - warm_up)),
    )
    device = model.device.type
    model.train()
    for step, batch in enumerate(batches):
        on_device = {name: tensor.to(device) for name, tensor in batch.items()}
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            loss = model(**on_device).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        if step % 10 == 0:
            report(step=step, loss=loss.item(), lr=schedule.get_last_lr()[0])


def parameter_groups(model):
    """Weight decay for matrices only: not for the gains of RMSNorm."""
    return [
        {"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [p for p in model.parameters() if p.dim() < 2], "weight_decay": 0.0},
    ]
