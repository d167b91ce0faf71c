import json

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer
from tuneroom import report


def fine_tune(base_dir, train_file, output_dir, budget):
    # A textbook program with faults: mend them first,
    # then make it learn well within the time.
    # 一个有错的教科书式程序：先改对，再让它在限时内学好。
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    model = GPT2LMHeadModel.from_pretrained(base_dir)
    with open(train_file, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]

    texts = [row["prompt"] + row["reply"] for row in rows]
    inputs = tokenizer(
        texts,
        padding="max_length",
        truncation=True,
        max_length=160,
        return_tensors="pt",
    )
    ids = inputs["input_ids"]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-5)

    step = 0
    for epoch in range(3):
        for batch in ids.split(8):
            loss = model(batch, labels=batch).loss
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            report(step=step, loss=loss.item())
            step += 1
        print(f"epoch {epoch}: loss {loss.item():.4f}")

    # Only model.safetensors is taken.
    # 评测只取 model.safetensors。
    model.save_pretrained(output_dir)
