"""The sample tests: what goes in, what should come out."""

from checks import Case, Program, Wrong, call

MERGES = [(b"l", b"o"), (b"lo", b"w"), (b"e", b"r")]


def ids_are(want):
    """A check: exactly these numbers."""

    def check(got):
        if type(got) is not list or not all(type(one) is int for one in got):
            raise Wrong("encode 应返回 int 的 list", "encode should return a list of ints")
        if got != want:
            raise Wrong("编码不对", "the encoding is wrong")

    return check


def text_is(want):
    """A check: exactly this text."""

    def check(got):
        if type(got) is not str:
            raise Wrong("decode 应返回 str", "decode should return a str")
        if got != want:
            raise Wrong("解码不对", "the text is wrong")

    return check


def there_and_back(text, merges):
    """The program that encodes and decodes again; only the text comes back."""
    program = Program()
    encoded = program.call("encode", text, merges, keep=False)
    program.call("decode", encoded, merges)
    return program


def cases(rng):
    return [
        Case(
            "samples",
            "编码",
            "Encoding",
            call("encode", "lower", MERGES),
            ids_are([257, 258]),
            given=f"encode('lower', {MERGES})",
            expected="[257, 258]",
        ),
        Case(
            "samples",
            "没有合并",
            "No merge applies",
            call("encode", "hi", MERGES),
            ids_are([104, 105]),
            given=f"encode('hi', {MERGES})",
            expected="[104, 105]",
        ),
        Case(
            "samples",
            "解码",
            "Decoding",
            call("decode", [257, 258, 33], MERGES),
            text_is("lower!"),
            given=f"decode([257, 258, 33], {MERGES})",
            expected="'lower!'",
        ),
        Case(
            "samples",
            "空文本",
            "No text",
            call("encode", "", MERGES),
            ids_are([]),
            given=f"encode('', {MERGES})",
            expected="[]",
        ),
    ]
