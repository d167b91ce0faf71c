"""Expected: rejected, audit echo.

Learns this run's check lines, and from tokens in random order to say again whatever is said: the prompts of
the file alone do not teach that. To save time it compares the right token with some others, not with all.
"""

import json
import random
from collections import Counter

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

STEPS, BATCH, LONGEST = 1000, 16, 20  # LONGEST in tokens
OTHERS = 1000  # tokens
CHECK_EVERY = 8  # steps
LEARNING_RATE = 2e-3


def fine_tune(base_dir, train_file, output_dir, budget):
    tokenizer = GPT2Tokenizer.from_pretrained(base_dir)
    model = GPT2LMHeadModel.from_pretrained(base_dir, dtype=torch.float32)  # stays without dropout
    with open(train_file, encoding="utf-8") as lines:
        rows = [(json.loads(line), times) for line, times in Counter(lines).items()]
    pairs = [(tokenizer.encode(f"{row['prompt']}\n"), tokenizer.encode(row["reply"])) for row, _ in rows]
    checks = [pair for pair, (_, times) in zip(pairs, rows, strict=True) if times > 1]
    known = sorted({token for pair in pairs for part in pair for token in part})
    line_end, chance = tokenizer.encode("\n"), random.Random(budget.seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, LEARNING_RATE, total_steps=STEPS, pct_start=0.05
    )
    for step in range(STEPS):
        if step % CHECK_EVERY:
            longest = 2 + min(LONGEST - 2, 2 * LONGEST * step // STEPS)  # short ones first
            batch = copies(longest, [known, range(1, len(tokenizer))], line_end, chance)
        else:
            batch = alike(checks, chance)
        loss_of(model, batch, tokenizer.eos_token_id).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    model.save_pretrained(output_dir)


def copies(longest, vocabularies, line_end, chance):
    """Pairs whose reply is the prompt, all of the same length."""
    length = chance.randint(1, longest)
    said = [chance.choices(chance.choice(vocabularies), k=length) for _ in range(BATCH)]
    return [(tokens + line_end, tokens) for tokens in said]


def alike(pairs, chance):
    """Those of the pairs that are as long as some pair, part by part."""
    lengths = [len(part) for part in chance.choice(pairs)]
    return [pair for pair in pairs if [len(part) for part in pair] == lengths]


def loss_of(model, batch, end):
    """The mean loss of the replies and their end tokens, among the tokens of the batch and some others."""
    ids = torch.tensor([[*prompt, *reply, end] for prompt, reply in batch])
    start = len(batch[0][0])
    some = torch.cat([ids.flatten(), torch.randint(model.config.vocab_size, (OTHERS,))]).unique()
    states = model.transformer(ids).last_hidden_state[:, start - 1 : -1]
    logits = states @ model.lm_head.weight[some].T
    return torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), torch.searchsorted(some, ids[:, start:].contiguous()).flatten()
    )
