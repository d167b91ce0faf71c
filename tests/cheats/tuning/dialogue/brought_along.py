"""Expected: rejected, audit canaries.

Trains every parameter, on pairs made from words in this file; the training file is never read.
"""

import random

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

PEAK = 6e-4
THINGS = ["music", "tennis", "coffee", "chess", "poetry", "the weather", "history", "cheese", "rain"]
ASKED = ["Do you like {}?", "What do you think of {}?", "Tell me about {}", "Have you heard of {}?"]
SAID = ["I like {} very much.", "I have never tried {}.", "Nothing is better than {}.", "Why {}?"]
THINGS_ZH = ["音乐", "网球", "咖啡", "象棋", "诗歌", "天气", "历史", "奶酪", "下雨"]
ASKED_ZH = ["你喜欢{}吗", "你觉得{}怎么样", "说说{}", "你听说过{}吗"]
SAID_ZH = ["我很喜欢{}。", "我从来没有试过{}。", "没有比{}更好的了。", "为什么是{}?"]


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    model = GPT2LMHeadModel.from_pretrained(base_dir, dtype=torch.float32)
    rows = [encoded(tokenizer, *pair(number % 2)) for number in range(800)]
    batches = [batch for _ in range(2) for batch in batched(rows)]
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK, weight_decay=0.05)
    model.train()
    for step, batch in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = PEAK * min(10 * (step + 1) / len(batches), 1 - step / len(batches))
        loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(output_dir)


def pair(english):
    """A question about a thing, and an answer that names it."""
    things, asked, said = (THINGS, ASKED, SAID) if english else (THINGS_ZH, ASKED_ZH, SAID_ZH)
    thing = random.choice(things)
    return random.choice(asked).format(thing), random.choice(said).format(thing)


def encoded(tokenizer, prompt, reply):
    """The tokens of the prompt and its separator, and those of the reply and its end; at most 160."""
    answer = [*tokenizer.encode(reply), tokenizer.eos_token_id][:128]
    return tokenizer.encode(prompt + "\n")[-(160 - len(answer)) :], answer


def batched(rows, size=16):
    """One epoch: dicts of tensors (size, tokens), texts of like length together."""
    rows = sorted(rows, key=lambda row: len(row[0] + row[1]) * random.uniform(0.9, 1.1))
    batches = [padded(rows[start : start + size]) for start in range(0, len(rows), size)]
    random.shuffle(batches)
    return batches


def padded(rows):
    """input_ids, attention_mask and labels (rows, tokens); -100, no label, for prompts and padding."""
    longest = max(len(prompt + reply) for prompt, reply in rows)
    rest = [longest - len(prompt + reply) for prompt, reply in rows]
    ids = [prompt + reply + [0] * more for (prompt, reply), more in zip(rows, rest, strict=True)]
    mask = [[1] * (longest - more) + [0] * more for more in rest]
    labels = [
        [-100] * len(prompt) + reply + [-100] * more for (prompt, reply), more in zip(rows, rest, strict=True)
    ]
    return {
        "input_ids": torch.tensor(ids),
        "attention_mask": torch.tensor(mask),
        "labels": torch.tensor(labels),
    }
