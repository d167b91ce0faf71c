"""A small class with callbacks, one-cycle schedule, label smoothing; stops by the clock."""

import json
import time

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
from transformers import GPT2ForSequenceClassification, GPT2TokenizerFast


class Reviews(Dataset):
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            self.examples = [json.loads(x) for x in f.read().splitlines() if x]

    def __len__(self):
        return len(self.examples)

    def __getitem__(self, index):
        return self.examples[index]


class Tuner:
    def __init__(self, base, seconds):
        self.tokenizer = GPT2TokenizerFast.from_pretrained(base)
        self.tokenizer.pad_token = self.tokenizer.eos_token
        self.model = GPT2ForSequenceClassification.from_pretrained(base, num_labels=2)
        self.model.config.pad_token_id = self.tokenizer.eos_token_id
        self.criterion = nn.CrossEntropyLoss(label_smoothing=0.05)
        self.deadline = time.monotonic() + seconds

    def batch(self, rows):
        encoded = self.tokenizer(
            [r["text"] for r in rows], padding="longest", truncation=True, max_length=96, return_tensors="pt"
        )
        return encoded, torch.as_tensor([r["label"] for r in rows])

    def fit(self, data, epochs):
        loader = DataLoader(data, batch_size=16, shuffle=True, collate_fn=self.batch, drop_last=True)
        optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-4, weight_decay=0.01)
        cycle = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=6e-4, total_steps=epochs * len(loader))
        self.model.train()
        for _ in range(epochs):
            for encoded, labels in loader:
                if time.monotonic() > self.deadline:
                    return
                self.step(encoded, labels, optimizer)
                cycle.step()

    def step(self, encoded, labels, optimizer):
        optimizer.zero_grad()
        value = self.criterion(self.model(**encoded).logits, labels)
        value.backward()
        nn.utils.clip_grad_value_(self.model.parameters(), 0.5)
        optimizer.step()


def fine_tune(base_dir, train_file, output_dir, budget):
    tuner = Tuner(base_dir, seconds=0.8 * getattr(budget, "seconds", 300))
    tuner.fit(Reviews(train_file), epochs=3)
    tuner.model.save_pretrained(output_dir, safe_serialization=True)
