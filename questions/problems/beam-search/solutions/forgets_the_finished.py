"""Goes on after the end token."""

import math


def search(log_probs, start, end, width, longest, penalty):
    beam, finished = [(0.0, [start])], []
    for _ in range(longest):
        extended = [
            (total + step, [*tokens, token])
            for total, tokens in beam
            for token, step in enumerate(log_probs[tokens[-1]])
            if step > -math.inf
        ]
        extended.sort(key=lambda one: (-one[0], one[1]))
        beam = []
        for total, tokens in extended[:width]:
            beam.append((total, tokens))
        if not beam:
            break
    scored = [
        (tokens[1:], total / (len(tokens) - 1) ** penalty)
        for total, tokens in finished + beam
        if len(tokens) > 1
    ]
    scored.sort(key=lambda one: (-one[1], one[0]))
    return scored[:width]
