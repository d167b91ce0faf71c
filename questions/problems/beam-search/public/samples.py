"""The sample tests: what goes in, what should come out."""

import math

from checks import Case, Wrong, call


def sequences_are(want, tolerance=1e-6):
    """A check: pairs of tokens and score, in this order."""

    def check(got):
        if type(got) is not list or not all(type(one) is tuple and len(one) == 2 for one in got):
            raise Wrong(
                "应返回 (tokens, score) 的 list", "a list of pairs (tokens, score) should be returned"
            )
        if not all(type(tokens) is list and type(score) in (int, float) for tokens, score in got):
            raise Wrong("tokens 应为 list，score 应为 float", "tokens should be a list and score a float")
        if len(got) != len(want):
            raise Wrong("返回的序列个数不对", "a wrong number of sequences was returned")
        if [tokens for tokens, _ in got] != [tokens for tokens, _ in want]:
            raise Wrong("返回的序列不对，或次序不对", "the sequences are wrong, or their order is")
        if any(not abs(score - right) <= tolerance for (_, score), (_, right) in zip(got, want)):
            raise Wrong("得分不对", "a score is wrong")

    return check


def logs(*rows):
    return [[math.log(share) if share else -math.inf for share in row] for row in rows]


GARDEN = logs((0, 0, 0.6, 0.4), (0, 1.0, 0, 0), (0, 0.55, 0.45, 0), (0, 0.9, 0, 0.1))


def cases(rng):
    given = "P(. | 0) = [0, 0, .6, .4], P(. | 2) = [0, .55, .45, 0], P(. | 3) = [0, .9, 0, .1]; "
    given += "search(log P, start=0, end=1, width={}, longest=4, penalty={})"
    narrow = [([2, 1], math.log(0.33))]
    wide = [([3, 1], math.log(0.36)), ([2, 1], math.log(0.33))]
    halved = [(tokens, score / 2) for tokens, score in wide]
    return [
        Case(
            "samples",
            "宽度 1",
            "Width 1",
            call("search", GARDEN, 0, 1, 1, 4, 0.0),
            sequences_are(narrow),
            given=given.format(1, 0.0),
            expected="[([2, 1], log 0.33)]",
        ),
        Case(
            "samples",
            "宽度 2",
            "Width 2",
            call("search", GARDEN, 0, 1, 2, 4, 0.0),
            sequences_are(wide),
            given=given.format(2, 0.0),
            expected="[([3, 1], log 0.36), ([2, 1], log 0.33)]",
        ),
        Case(
            "samples",
            "按长度归一",
            "Lengths made comparable",
            call("search", GARDEN, 0, 1, 2, 4, 1.0),
            sequences_are(halved),
            given=given.format(2, 1.0),
            expected="[([3, 1], log 0.36 / 2), ([2, 1], log 0.33 / 2)]",
        ),
    ]
