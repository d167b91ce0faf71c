"""The hidden tests, on chains of words that are drawn anew for every solution."""

import math

from checks import Case, call
from reference import search
from samples import sequences_are


def chain(rng, words, ending=0.15, holes=0.0):
    """log P(b | a), with token 1 the end, of a share near ``ending``."""
    rows = []
    for _ in range(words):
        shares = [0.0 if rng.random() < holes else rng.random() ** 3 + 1e-3 for _ in range(words)]
        shares[0], shares[1] = 0.0, 0.0
        rest = sum(shares)
        shares = [(1 - ending) * share / rest if rest else 0.0 for share in shares]
        shares[1] = ending if rest else 1.0
        rows.append([math.log(share) if share else -math.inf for share in shares])
    return rows


def one(group, zh, en, log_probs, width, longest, penalty):
    want = search(log_probs, 0, 1, width, longest, penalty)
    return Case(group, zh, en, call("search", log_probs, 0, 1, width, longest, penalty), sequences_are(want))


def cases(rng):
    found = []
    for words, width, longest in ((6, 2, 5), (12, 4, 8), (30, 8, 12)):
        found.append(one("search", "随机", "random", chain(rng, words), width, longest, 0.0))
    found.append(one("search", "宽度大于词表", "wider than the vocabulary", chain(rng, 4), 30, 4, 0.0))
    for penalty in (0.6, 1.0, 2.0):
        found.append(one("lengths", "随机", "random", chain(rng, 10, 0.3), 4, 10, penalty))
    found.append(
        one("endings", "到最大长度仍未结束", "cut off at the longest", chain(rng, 8, 0.001), 3, 4, 0.7)
    )
    found.append(
        one("endings", "不可能的词元", "tokens that are impossible", chain(rng, 8, 0.2, holes=0.7), 5, 6, 0.5)
    )
    sure = [[-math.inf, 0.0, -math.inf]] * 3
    found.append(one("endings", "只能立刻结束", "nothing but the end", sure, 3, 5, 1.0))
    equal = [[-math.inf, math.log(0.2), math.log(0.4), math.log(0.4)]] * 4
    found.append(one("endings", "得分并列", "ties", equal, 3, 3, 0.0))
    return found
