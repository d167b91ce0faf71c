"""Sums where it should average."""

import math


def perplexity(log_probs):
    return math.exp(-sum(log_probs))
