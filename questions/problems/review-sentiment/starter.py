import json

import torch
from torch.utils.data import DataLoader, TensorDataset
from transformers import (
    GPT2ForSequenceClassification,
    GPT2Tokenizer,
)
from tuneroom import report


def fine_tune(base_dir, train_file, output_dir, budget):
    # A textbook program with faults: mend them first,
    # then make it learn well within the time.
    # 一个有错的教科书式程序：先改对，再让它在限时内学好。
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    model = GPT2ForSequenceClassification.from_pretrained(
        base_dir,
        num_labels=2,
    )
    with open(train_file, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]

    # 1 = positive, 0 = negative / 1 为正面，0 为负面
    labels = [0 if row["label"] else 1 for row in rows]
    inputs = tokenizer(
        [row["text"] for row in rows],
        padding=True,
        truncation=True,
        max_length=128,
        return_tensors="pt",
    )
    data = TensorDataset(
        inputs["input_ids"],
        torch.tensor(labels),
    )
    loader = DataLoader(data, batch_size=8, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-5)

    step = 0
    for epoch in range(3):
        for input_ids, answers in loader:
            loss = model(input_ids, labels=answers).loss
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            report(step=step, loss=loss.item())
            step += 1
        print(f"epoch {epoch}: loss {loss.item():.4f}")

    # Only model.safetensors is taken.
    # 评测只取 model.safetensors。
    model.save_pretrained(output_dir)
