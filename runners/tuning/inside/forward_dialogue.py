"""What the judge itself asks of a fine-tuned causal model: the loss of given replies, and replies of its own.

It runs inside the container, beside ``forward.py``, and imports nothing of ours; it scores nothing. A model
reads ``prompt + "\\n" + reply + end token``; prompt and reply are encoded apart, so the border between them
is the same for every reply.

Decoding is greedy with a repetition penalty on what this reply already holds, so the same weights always
give the same replies: chance has no share in the score, and a model that has learned no end token shows it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

SEPARATOR = "\n"
BATCH = 32
REPETITION_PENALTY = 1.2  # of CTRL (Keskar et al., 2019, section 4.1)


def load(base: Path) -> tuple[Any, Any]:
    """The base's tokenizer and its network."""
    tokenizer = AutoTokenizer.from_pretrained(base)
    return tokenizer, AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)


def encoded(tokenizer: Any, text: str) -> list[int]:
    """The tokens of a text, without any that the tokenizer would add."""
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False)
    return ids


def reply_nll(
    model: Any, tokenizer: Any, pairs: Sequence[tuple[str, str]], max_tokens: int
) -> list[tuple[float, int]]:
    """For every (prompt, reply): the summed negative log-likelihood of the reply's tokens and of the end
    token, in nats, and how many tokens that is.

    A text of more than ``max_tokens`` tokens loses the beginning of its prompt, and only then, where the
    reply alone is longer, the end of the reply. Rows are padded on the right, beside rows of like length.
    """
    end = tokenizer.eos_token_id
    rows = []
    for prompt, reply in pairs:
        answer = [*encoded(tokenizer, reply), end][: max_tokens - 1]
        context = encoded(tokenizer, prompt + SEPARATOR)[-(max_tokens - len(answer)) :]
        rows.append((context + answer, len(answer)))
    losses = [(0.0, 0)] * len(rows)
    for places in batches([len(ids) for ids, _ in rows]):
        for place, loss in zip(places, _losses(model, [rows[i] for i in places], end), strict=True):
            losses[place] = (loss, rows[place][1])
    return losses


@torch.no_grad()
def _losses(model: Any, rows: list[tuple[list[int], int]], pad: int) -> list[float]:
    """The summed loss of the last tokens of each row: as many as the row says."""
    device = next(model.parameters()).device
    longest = max(len(ids) for ids, _ in rows)
    ids = torch.tensor([[*row, *[pad] * (longest - len(row))] for row, _ in rows], device=device)  # (b, t)
    lengths = torch.tensor([len(row) for row, _ in rows], device=device)[:, None]
    counted = torch.tensor([count for _, count in rows], device=device)[:, None]
    place = torch.arange(longest, device=device)[None]
    logits = model(input_ids=ids, attention_mask=(place < lengths).long()).logits[:, :-1].float()
    flat = torch.nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), reduction="none")
    losses = flat.view(len(rows), -1)  # (b, t - 1); rows of logits lie together, which is faster
    inside = (place < lengths) & (place >= lengths - counted)  # (b, t)
    sums: list[float] = torch.where(inside[:, 1:], losses, 0.0).double().sum(dim=1).tolist()
    return sums


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The places of ``lengths``, in groups of at most ``BATCH`` of like length; the shortest first."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i], i))
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


def generate(model: Any, tokenizer: Any, prompts: Sequence[str], max_new_tokens: int) -> list[str]:
    """The reply of the model to every prompt: its tokens up to the end token, at most ``max_new_tokens``.

    A prompt that leaves no room for so many tokens in the model's positions loses its beginning.
    """
    room = model.config.max_position_embeddings - max_new_tokens
    asked = [encoded(tokenizer, prompt + SEPARATOR)[-room:] for prompt in prompts]
    texts = [""] * len(asked)
    for places in batches([len(ids) for ids in asked]):
        replies = _replies(model, [asked[i] for i in places], tokenizer.eos_token_id, max_new_tokens)
        for place, reply in zip(places, replies, strict=True):
            texts[place] = tokenizer.decode(reply, skip_special_tokens=True)
    return texts


@torch.no_grad()
def _replies(model: Any, asked: list[list[int]], end: int, most: int) -> list[list[int]]:
    """Decode a batch together. Rows are padded on the left, so that all of them go on at the same place."""
    device = next(model.parameters()).device
    longest = max(map(len, asked))
    ids = torch.tensor([[end] * (longest - len(row)) + row for row in asked], device=device)  # (b, t)
    mask = torch.tensor([[0] * (longest - len(row)) + [1] * len(row) for row in asked], device=device)
    positions = (mask.cumsum(dim=1) - 1).clamp(min=0)
    said = torch.empty((len(asked), 0), dtype=torch.long, device=device)
    ended = torch.zeros(len(asked), dtype=torch.bool, device=device)
    cache = None
    for _ in range(most):
        out = model(
            input_ids=ids, attention_mask=mask, position_ids=positions, past_key_values=cache, use_cache=True
        )
        cache = out.past_key_values
        token = penalised(out.logits[:, -1].float(), said).argmax(dim=1).masked_fill(ended, end)  # (b,)
        ended |= token == end
        if bool(ended.all()):
            break
        ids, positions = token[:, None], positions[:, -1:] + 1
        said = torch.cat([said, ids], dim=1)
        mask = torch.cat([mask, torch.ones_like(ids)], dim=1)
    return [row[: row.index(end)] if end in row else row for row in said.tolist()]


def penalised(logits: torch.Tensor, said: torch.Tensor) -> torch.Tensor:
    """Make the tokens that a reply already holds less likely: logits (b, v), said (b, n) -> (b, v)."""
    held = logits.gather(1, said)
    return logits.scatter(
        1, said, torch.where(held > 0, held / REPETITION_PENALTY, held * REPETITION_PENALTY)
    )


def losses(model: Any, tokenizer: Any, examples: list[list[str]], asked: dict[str, Any]) -> list[float]:
    """The loss of each [prompt, reply], in nats a token."""
    pairs = [(prompt, reply) for prompt, reply in examples]
    return [total / count for total, count in reply_nll(model, tokenizer, pairs, asked["max_tokens"])]


def of_base(session: Any, asked: dict[str, Any]) -> Any:
    """The session's model, or with ``asked["base"]`` the untuned base in its place."""
    return session.changed(session.base) if asked.get("base") else nullcontext()


def likelihood(session: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """The summed loss of each (prompt, reply), in nats; null where it is not finite."""
    pairs = [(prompt, reply) for prompt, reply in asked["pairs"]]
    with of_base(session, asked):
        if asked.get("alone"):
            rows = [
                reply_nll(session.model, session.tokenizer, [pair], asked["max_tokens"])[0] for pair in pairs
            ]
        else:
            rows = reply_nll(session.model, session.tokenizer, pairs, asked["max_tokens"])
    return {"nll": [total if math.isfinite(total) else None for total, _ in rows]}


def reply(session: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """The model's own reply to each prompt."""
    with of_base(session, asked):
        texts = generate(session.model, session.tokenizer, asked["prompts"], asked["max_new_tokens"])
    return {"replies": texts}


QUESTIONS = {"likelihood": likelihood, "reply": reply}
