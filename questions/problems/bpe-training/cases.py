"""The hidden tests, on words that are drawn anew for every solution."""

from checks import Case, call
from reference import train
from samples import merges_are


def one(group, zh, en, words, merges):
    return Case(group, zh, en, call("train", words, merges), merges_are(train(words, merges)), seconds=5.0)


def words_of(rng, letters, count, most=9):
    found = {}
    while len(found) < count:
        found["".join(rng.choice(letters) for _ in range(rng.randint(1, 8)))] = rng.randint(1, most)
    return found


def cases(rng):
    found = []
    for letters, count in (("abcdefghij", 30), ("aeioustrn", 60), ("etaoinshrdlu", 120)):
        found.append(one("counts", "随机的词", "random words", words_of(rng, letters, count, 500), 40))
    rare, common = rng.sample(["xy", "qz", "vk"], 2)
    lone = {rare + str(number): 1 for number in range(9)} | {common + "a": 50}
    found.append(one("counts", "一个词出现很多次", "one word that occurs often", lone, 3))
    for letters in ("abcd", "wxyz"):
        names = rng.sample([one + other for one in letters for other in letters if one != other], 6)
        rng.shuffle(names)
        found.append(one("ties", "全部并列", "all equal", dict.fromkeys(names, 1), 6))
    found.append(one("ties", "合并到尽", "until nothing is left", words_of(rng, "ab", 12, 2), 500))
    for size in (3, 4, 7):
        found.append(
            one(
                "repeats",
                "同一个字母连排",
                "one letter over and over",
                {"a" * size: 2, "b" * (size + 1): 1},
                6,
            )
        )
    found.append(one("repeats", "重叠的对", "pairs that overlap", {"ababa": 3, "bab": 2, "aabaa": 1}, 8))
    signs = "微调模型语言数据训练"
    for count in (8, 20):
        found.append(one("bytes", "中文词", "Chinese words", words_of(rng, signs, count, 30), 25))
    found.append(
        one("bytes", "表情与重音", "emoji and accents", {"caf\u00e9": 3, "\U0001f600\U0001f601": 2}, 9)
    )
    return found
