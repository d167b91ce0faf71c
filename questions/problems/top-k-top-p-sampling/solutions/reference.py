"""Softmax after the temperature, the k largest, then the smallest set that reaches p."""

import math
import random


def distribution(logits, temperature=1.0, top_k=0, top_p=1.0):
    order = sorted(range(len(logits)), key=lambda token: (-logits[token], token))
    if temperature == 0:
        return [float(token == order[0]) for token in range(len(logits))]
    highest = logits[order[0]]
    weights = [math.exp((logit - highest) / temperature) for logit in logits]
    if top_k > 0:
        order = order[:top_k]
    total = sum(weights[token] for token in order)
    kept, reached = [], 0.0
    for token in order:
        kept.append(token)
        reached += weights[token] / total
        if reached >= top_p:
            break
    total = sum(weights[token] for token in kept)
    chosen = set(kept)
    return [weights[token] / total if token in chosen else 0.0 for token in range(len(logits))]


def draw(logits, n, seed, temperature=1.0, top_k=0, top_p=1.0):
    rng = random.Random(seed)
    shares = distribution(logits, temperature, top_k, top_p)
    return rng.choices(range(len(logits)), weights=shares, k=n)
