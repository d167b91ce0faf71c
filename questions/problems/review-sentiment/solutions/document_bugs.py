"""The textbook program with its faults: GPT-2 has no pad token, so padding raises; had it not, the mask is
dropped, the model does not know which token is padding, and a rate of 1e-5 hardly learns."""

import json

import torch
from torch.utils.data import DataLoader, TensorDataset
from transformers import GPT2ForSequenceClassification, GPT2Tokenizer


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    model = GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2)
    with open(train_file, encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    inputs = tokenizer(
        [example["text"] for example in examples], padding=True, truncation=True, return_tensors="pt"
    )
    labels = torch.tensor([example["label"] for example in examples])
    loader = DataLoader(TensorDataset(inputs["input_ids"], labels), batch_size=2, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-5)
    model.train()
    for epoch in range(3):
        for input_ids, answers in loader:
            loss = model(input_ids, labels=answers).loss
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            print(f"epoch {epoch}, loss {loss.item():.4f}")
    model.save_pretrained(output_dir)
