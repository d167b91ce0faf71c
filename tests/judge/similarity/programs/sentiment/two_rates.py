"""The new head learns fast, the body slowly; lengths sorted once, gradients clipped, cosine down."""

import json
import math
import random

import torch
import transformers


def cosine(step, total, warm=20):
    if step < warm:
        return step / warm
    progress = (step - warm) / (total - warm)
    return (1 + math.cos(math.pi * progress)) / 2


def fine_tune(base_dir, train_file, output_dir, budget):
    random.seed(budget.seed)
    tokenizer = transformers.GPT2Tokenizer.from_pretrained(base_dir)
    model = transformers.GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2)
    model.config.pad_token_id = tokenizer.eos_token_id
    texts, labels = [], []
    with open(train_file, encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            texts.append(tokenizer(row["text"])["input_ids"][:128])
            labels.append(row["label"])
    order = sorted(range(len(texts)), key=lambda k: len(texts[k]))
    groups = [order[k : k + 12] for k in range(0, len(order), 12)]
    head = list(model.score.parameters())
    named = {id(p) for p in head}
    body = [p for p in model.parameters() if id(p) not in named]
    optimizer = torch.optim.Adam([{"params": body, "lr": 2e-4}, {"params": head, "lr": 2e-3}])
    total = 2 * len(groups)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: cosine(step, total))
    model.train()
    for turn in range(2):
        random.shuffle(groups)
        running = 0.0
        for group in groups:
            tensors = [torch.tensor(texts[k]) for k in group]
            inputs = torch.nn.utils.rnn.pad_sequence(tensors, True, tokenizer.eos_token_id)
            mask = torch.nn.utils.rnn.pad_sequence([torch.ones_like(t) for t in tensors], batch_first=True)
            target = torch.tensor([labels[k] for k in group])
            output = model(input_ids=inputs, attention_mask=mask, labels=target)
            optimizer.zero_grad()
            output.loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(body + head, 1.0)
            if torch.isfinite(norm):
                optimizer.step()
            scheduler.step()
            running += output.loss.item()
        print(f"turn {turn}: {running / len(groups):.3f}")
    model.save_pretrained(output_dir)
