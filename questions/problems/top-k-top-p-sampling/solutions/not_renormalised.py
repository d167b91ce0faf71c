"""Measures p on the probabilities before top-k, as if the tokens that were cut off were still there."""

import math
import random


def distribution(logits, temperature=1.0, top_k=0, top_p=1.0):
    order = sorted(range(len(logits)), key=lambda token: (-logits[token], token))
    if temperature == 0:
        return [float(token == order[0]) for token in range(len(logits))]
    highest = logits[order[0]]
    weights = [math.exp((logit - highest) / temperature) for logit in logits]
    whole = sum(weights)
    kept, reached = [], 0.0
    for token in order[: top_k or None]:
        kept.append(token)
        reached += weights[token] / whole
        if reached >= top_p:
            break
    return [weights[token] / whole if token in kept else 0.0 for token in range(len(logits))]


def draw(logits, n, seed, temperature=1.0, top_k=0, top_p=1.0):
    shares = distribution(logits, temperature, top_k, top_p)
    return random.Random(seed).choices(range(len(logits)), weights=shares, k=n)
