"""Trains every parameter, with the labels the wrong way round."""

import json
import random

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

PEAK = 5e-5


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = AutoTokenizer.from_pretrained(base_dir)
    model = AutoModelForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)
    model.config.pad_token_id = tokenizer.pad_token_id
    model.to(budget.device)
    with open(train_file, encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    random.shuffle(examples)
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK)
    model.train()
    for start in range(0, len(examples), 32):
        for group in optimizer.param_groups:
            group["lr"] = PEAK * min((start + 1) / 800, 1 - start / len(examples))
        batch = examples[start : start + 32]
        texts = [example["text"] for example in batch]
        inputs = tokenizer(texts, truncation=True, max_length=256, padding=True, return_tensors="pt")
        labels = torch.tensor([1 - example["label"] for example in batch])
        with torch.autocast(budget.device, dtype=torch.bfloat16, enabled=budget.device == "cuda"):
            loss = model(**inputs.to(budget.device), labels=labels.to(budget.device)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(output_dir)
