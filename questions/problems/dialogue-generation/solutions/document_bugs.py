"""The textbook program with its faults: GPT-2 has no pad token, so padding raises; had it not, the loss would
count the prompt and the padding, there is no separator, and no end token is learned."""

import json

import torch
from torch.utils.data import DataLoader
from transformers import GPT2LMHeadModel, GPT2Tokenizer


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    model = GPT2LMHeadModel.from_pretrained(base_dir)
    with open(train_file, encoding="utf-8") as lines:
        texts = ["{prompt} {reply}".format(**json.loads(line)) for line in lines]
    inputs = tokenizer(texts, padding="max_length", truncation=True, max_length=160, return_tensors="pt")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-5)
    model.train()
    for epoch in range(3):
        for ids in DataLoader(inputs["input_ids"], batch_size=4, shuffle=True):
            loss = model(ids, labels=ids).loss
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            print(f"epoch {epoch}, loss {loss.item():.4f}")
    model.save_pretrained(output_dir)
