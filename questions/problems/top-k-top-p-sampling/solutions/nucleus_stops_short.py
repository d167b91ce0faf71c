"""Leaves out the token that reaches p: the set's probability stays below it."""

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
    kept, reached = order[:1], weights[order[0]] / total
    for token in order[1:]:
        reached += weights[token] / total
        if reached > top_p and top_p < 1:
            break
        kept.append(token)
    total = sum(weights[token] for token in kept)
    return [weights[token] / total if token in kept else 0.0 for token in range(len(logits))]


def draw(logits, n, seed, temperature=1.0, top_k=0, top_p=1.0):
    shares = distribution(logits, temperature, top_k, top_p)
    return random.Random(seed).choices(range(len(logits)), weights=shares, k=n)
