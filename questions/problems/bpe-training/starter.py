def train(words, merges):
    # words: how often each word occurs, {"low": 5, ...}.
    # Return the merges in order, as pairs of bytes:
    # [(b"l", b"o"), (b"lo", b"w"), ...].
    # words：每个词出现的次数。按顺序返回合并，
    # 每个合并是一对 bytes。
    return []
