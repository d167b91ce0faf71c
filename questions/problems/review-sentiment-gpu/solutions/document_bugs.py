"""The textbook program: it loads the base in the type that it is stored in, bfloat16, so it trains and saves
that; and it drops the mask."""

import json

import torch
from torch.utils.data import DataLoader, TensorDataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = AutoTokenizer.from_pretrained(base_dir)
    model = AutoModelForSequenceClassification.from_pretrained(base_dir, num_labels=2).to(budget.device)
    with open(train_file, encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    inputs = tokenizer(
        [example["text"] for example in examples],
        padding=True,
        truncation=True,
        max_length=256,
        return_tensors="pt",
    )
    labels = torch.tensor([example["label"] for example in examples])
    loader = DataLoader(TensorDataset(inputs["input_ids"], labels), batch_size=16, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-5)
    model.train()
    for input_ids, answers in loader:
        loss = model(input_ids.to(budget.device), labels=answers.to(budget.device)).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(f"loss {loss.item():.4f}")
    model.save_pretrained(output_dir)
