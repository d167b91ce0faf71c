"""The sample tests: what goes in, what should come out."""

from checks import Case, Wrong, call


def merges_are(want):
    """A check: exactly these pairs of bytes, in this order."""

    def check(got):
        if type(got) is not list:
            raise Wrong("train 应返回 list", "train should return a list")
        for pair in got:
            if type(pair) is not tuple or [type(part) for part in pair] != [bytes, bytes]:
                raise Wrong(
                    "每个合并应是由两个 bytes 组成的 tuple",
                    "each merge should be a tuple of two bytes objects",
                )
        if len(got) != len(want):
            raise Wrong("合并的个数不对", "the number of merges is wrong")
        if got != want:
            raise Wrong("合并不对", "the merges are wrong")

    return check


def one(zh, en, words, merges, want):
    return Case(
        "samples",
        zh,
        en,
        call("train", words, merges),
        merges_are(want),
        given=f"train({words}, {merges})",
        expected=repr(want),
    )


def cases(rng):
    return [
        one("两个词", "Two words", {"low": 5, "lower": 2}, 3, [(b"l", b"o"), (b"lo", b"w"), (b"e", b"r")]),
        one("没有可合并的对", "Nothing to merge", {"a": 3}, 4, []),
        one("中文", "Chinese", {"\u5fae": 2}, 2, [(b"\xbe", b"\xae"), (b"\xe5", b"\xbe\xae")]),
    ]
