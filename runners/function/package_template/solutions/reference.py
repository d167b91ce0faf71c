"""The exponential of the mean negative log-likelihood."""

import math


def perplexity(log_probs):
    return math.exp(-sum(log_probs) / len(log_probs)) if log_probs else 1.0
