"""The hidden tests, on logits that are drawn anew for every solution."""

from checks import Case, call
from reference import distribution
from samples import draws_fit, drawn_twice, shares_are

DRAWS = 6000


def logits_of(rng, size, spread=2.0):
    return [round(rng.gauss(0.0, spread), 3) for _ in range(size)]


def one(group, zh, en, logits, **named):
    want = distribution(logits, **named)
    return Case(group, zh, en, call("distribution", logits, **named), shares_are(want))


def cases(rng):
    found = []
    for temperature in (0.5, 1.0, 1.7):
        logits = logits_of(rng, rng.randint(5, 40))
        found.append(one("temperature", "不截断", "nothing cut off", logits, temperature=temperature))
    found.append(one("temperature", "温度 0", "temperature 0", logits_of(rng, 12), temperature=0))
    large = [logit + 900 for logit in logits_of(rng, 9)]
    found.append(one("temperature", "很大的 logits", "large logits", large, temperature=0.8))
    tied = [1.5, 3.0, 3.0, 0.5, 3.0]
    found.append(one("temperature", "温度 0，最大值并列", "temperature 0 and a tie", tied, temperature=0))
    for k in (1, 3, 10):
        found.append(one("top_k", "只用 top-k", "top-k alone", logits_of(rng, rng.randint(11, 30)), top_k=k))
    found.append(one("top_k", "k 大于词表", "k larger than the vocabulary", logits_of(rng, 6), top_k=50))
    found.append(one("top_k", "第 k 名并列", "a tie at the k-th place", [1.0, 2.0, 2.0, 2.0, 0.0], top_k=2))
    for p in (0.3, 0.75, 0.95):
        found.append(one("top_p", "只用 top-p", "top-p alone", logits_of(rng, rng.randint(8, 40)), top_p=p))
    found.append(
        one("top_p", "p 小于最大概率", "p below the largest probability", [5.0, 1.0, 0.0], top_p=0.2)
    )
    found.append(one("top_p", "恰好达到 p", "p reached exactly", [0.0, 0.0, 0.0, 0.0], top_p=0.5))
    logits = logits_of(rng, 24, 1.0)
    found.append(one("top_p", "先 top-k 再 top-p", "top-k, then top-p", logits, top_k=8, top_p=0.6))
    found.append(
        one("top_p", "温度、top-k、top-p", "all three", logits, temperature=1.4, top_k=12, top_p=0.8)
    )
    for named in ({}, {"temperature": 0.7, "top_k": 5}, {"top_p": 0.8}):
        logits, seed = logits_of(rng, 10, 1.2), rng.getrandbits(20)
        want = distribution(logits, **named)
        program = drawn_twice(logits, DRAWS, seed, **named)
        found.append(Case("draws", "抽样频率", "shares of the draws", program, draws_fit(want, DRAWS)))
    return found
