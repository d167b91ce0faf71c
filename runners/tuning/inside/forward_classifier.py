"""What the judge asks of a fine-tuned classifier: the logits of texts, and the losses of labelled ones.

It runs inside the container, beside ``forward.py``, and imports nothing of ours. Texts are cut on the right
and padded on the right; the logits are those at the last token that is no padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

BATCH = 32


def load(base: Path) -> tuple[Any, Any]:
    """The base's tokenizer, and its network with a head of two classes."""
    tokenizer = AutoTokenizer.from_pretrained(base)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    tokenizer.padding_side = tokenizer.truncation_side = "right"
    model = AutoModelForSequenceClassification.from_pretrained(base, num_labels=2, dtype=torch.float32)
    model.config.pad_token_id = tokenizer.pad_token_id
    return tokenizer, model


@torch.no_grad()
def logits(model: Any, tokenizer: Any, texts: Sequence[str], most: int, size: int) -> torch.Tensor:
    """The logits of every text, (texts, 2), on the processor; ``size`` texts of like length together."""
    encoded = [tokenizer.encode(text, truncation=True, max_length=most) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: (len(encoded[i]), i))
    found = torch.empty(len(texts), 2)
    for start in range(0, len(order), size):
        places = order[start : start + size]
        batch = tokenizer.pad({"input_ids": [encoded[i] for i in places]}, return_tensors="pt")
        found[places] = model(**batch.to(model.device)).logits.float().cpu()
    return found


def losses(model: Any, tokenizer: Any, examples: list[list[Any]], asked: dict[str, Any]) -> list[float]:
    """The loss of each [text, label], in nats."""
    found = logits(model, tokenizer, [text for text, _ in examples], asked["max_tokens"], BATCH)
    labels = torch.tensor([label for _, label in examples])
    plain: list[float] = torch.nn.functional.cross_entropy(found, labels, reduction="none").tolist()
    return plain


def classify(session: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """The logits of each text, in batches of ``asked["batch"]``; null for a text where one is not finite."""
    found = logits(session.model, session.tokenizer, asked["texts"], asked["max_tokens"], asked["batch"])
    finite = torch.isfinite(found).all(dim=1).tolist()
    return {"logits": [row if ok else None for row, ok in zip(found.tolist(), finite, strict=True)]}


QUESTIONS = {"classify": classify}
