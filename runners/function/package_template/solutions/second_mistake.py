"""Takes the mean of the probabilities."""

import math


def perplexity(log_probs):
    return len(log_probs) / sum(math.exp(one) for one in log_probs) if log_probs else 1.0
