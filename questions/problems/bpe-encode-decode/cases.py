"""The hidden tests, on merges and texts that are drawn anew for every solution."""

from checks import Case, call
from reference import decode, encode
from samples import ids_are, text_is, there_and_back


def merges_of(rng, text, count):
    """Merges that apply to the text: neighbours are joined at random, again and again."""
    pieces, found = [bytes([byte]) for byte in text.encode()], []
    while len(found) < count and len(pieces) > 1:
        at = rng.randrange(len(pieces) - 1)
        pair = (pieces[at], pieces[at + 1])
        if pair not in found:
            found.append(pair)
        pieces[at : at + 2] = [pieces[at] + pieces[at + 1]]
    return found


def text_of(rng, letters, size):
    return "".join(rng.choice(letters) for _ in range(size))


def encoding(group, zh, en, text, merges):
    return Case(group, zh, en, call("encode", text, merges), ids_are(encode(text, merges)), seconds=4.0)


def cases(rng):
    found = []
    for letters, size in (("abc", 40), ("abcde", 80), ("ab", 60)):
        text = text_of(rng, letters, size)
        found.append(encoding("order", "随机文本", "random text", text, merges_of(rng, text, 25)))
    found.append(
        encoding(
            "order",
            "后面的合并更长",
            "a later merge is longer",
            "abc",
            [(b"b", b"c"), (b"a", b"b"), (b"ab", b"c")],
        )
    )
    found.append(
        encoding("order", "重复的字母", "one letter over and over", "aaaaa", [(b"a", b"a"), (b"aa", b"aa")])
    )
    for letters in ("abcdef ", "微调模型 abc"):
        text = text_of(rng, letters, 50)
        program = there_and_back(text, merges_of(rng, text, 30))
        found.append(
            Case("round_trip", "编码后解码", "encoded and decoded", program, text_is(text), seconds=4.0)
        )
    text = "微调" * 3
    merges = merges_of(rng, text, 6)
    ids = encode(text, merges)
    found.append(
        Case(
            "decoding",
            "一个字分在两个词元里",
            "a character in two tokens",
            call("decode", ids, merges),
            text_is(text),
        )
    )
    found.append(
        Case(
            "decoding",
            "不是 UTF-8",
            "not UTF-8",
            call("decode", [255, 97], []),
            text_is(decode([255, 97], [])),
        )
    )
    found.append(Case("decoding", "没有词元", "no token", call("decode", [], merges), text_is("")))
    for letters in ("微调模型语言", "\U0001f600é微a"):
        text = text_of(rng, letters, 30)
        found.append(
            encoding("bytes", "多字节字符", "characters of several bytes", text, merges_of(rng, text, 20))
        )
    return found
