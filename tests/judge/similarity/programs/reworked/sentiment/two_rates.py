"""Copied from two_rates by hand: cut into functions, other numbers, another schedule."""

import json
import random

import torch
from transformers import GPT2ForSequenceClassification, GPT2Tokenizer


def load(path, tok):
    ids, ys = [], []
    with open(path, encoding="utf-8") as handle:
        for row in map(json.loads, handle):
            ids.append(tok(row["text"])["input_ids"][:100])
            ys.append(row["label"])
    return ids, ys


def make_batches(ids, size):
    by_length = sorted(range(len(ids)), key=lambda j: len(ids[j]))
    return [by_length[j : j + size] for j in range(0, len(by_length), size)]


def make_optimizer(net):
    top = list(net.score.parameters())
    top_ids = {id(q) for q in top}
    rest = [q for q in net.parameters() if id(q) not in top_ids]
    return torch.optim.AdamW([{"params": rest, "lr": 3e-4}, {"params": top, "lr": 1e-3}])


def fine_tune(base_dir, train_file, output_dir, budget):
    tok = GPT2Tokenizer.from_pretrained(base_dir)
    net = GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2)
    net.config.pad_token_id = tok.eos_token_id
    ids, ys = load(train_file, tok)
    batches = make_batches(ids, 16)
    optimizer = make_optimizer(net)
    net.train()
    for _ in range(2):
        random.shuffle(batches)
        for batch in batches:
            rows = [torch.tensor(ids[j]) for j in batch]
            x = torch.nn.utils.rnn.pad_sequence(rows, True, tok.eos_token_id)
            m = torch.nn.utils.rnn.pad_sequence([torch.ones_like(r) for r in rows], batch_first=True)
            y = torch.tensor([ys[j] for j in batch])
            optimizer.zero_grad()
            loss = net(input_ids=x, attention_mask=m, labels=y).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
    net.save_pretrained(output_dir)
