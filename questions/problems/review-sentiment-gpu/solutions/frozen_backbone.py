"""Trains the head alone, on a frozen backbone."""

import json
import random

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = AutoTokenizer.from_pretrained(base_dir)
    model = AutoModelForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)
    model.config.pad_token_id = tokenizer.pad_token_id
    model.to(budget.device)
    model.model.requires_grad_(False)
    with open(train_file, encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    random.shuffle(examples)
    optimizer = torch.optim.AdamW(model.score.parameters(), lr=1e-3)
    model.train()
    for start in range(0, len(examples), 32):
        batch = examples[start : start + 32]
        texts = [example["text"] for example in batch]
        inputs = tokenizer(texts, truncation=True, max_length=256, padding=True, return_tensors="pt")
        labels = torch.tensor([example["label"] for example in batch])
        with torch.autocast(budget.device, dtype=torch.bfloat16, enabled=budget.device == "cuda"):
            loss = model(**inputs.to(budget.device), labels=labels.to(budget.device)).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.save_pretrained(output_dir)
