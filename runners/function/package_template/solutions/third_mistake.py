"""Does not think of an empty list."""

import math


def perplexity(log_probs):
    return math.exp(-sum(log_probs) / len(log_probs))
