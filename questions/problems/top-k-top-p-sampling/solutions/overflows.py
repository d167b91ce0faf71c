"""Right, but for large logits: exp is taken without the largest subtracted, and temperature 0 divides."""

import math
import random


def distribution(logits, temperature=1.0, top_k=0, top_p=1.0):
    order = sorted(range(len(logits)), key=lambda token: (-logits[token], token))
    weights = [math.exp(logit / temperature) for logit in logits]
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
    return [weights[token] / total if token in kept else 0.0 for token in range(len(logits))]


def draw(logits, n, seed, temperature=1.0, top_k=0, top_p=1.0):
    shares = distribution(logits, temperature, top_k, top_p)
    return random.Random(seed).choices(range(len(logits)), weights=shares, k=n)
