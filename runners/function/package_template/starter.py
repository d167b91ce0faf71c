def perplexity(log_probs):
    # log_probs: a list of the natural logarithms of the
    # probabilities of the tokens. Return a float.
    # log_probs：各词元概率的自然对数。返回 float。
    return 0.0
