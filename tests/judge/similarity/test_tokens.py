"""What makes no difference between two programs, and what does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.similarity.tokens import read_tokens


def words(source: str) -> str:
    return " ".join(token.text for token in read_tokens(source))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("total = 1", "sum_of_all = 250"),
        ("x = 'a'", 'x = f"""{b}"""'),
        ("x = 'a'", "x = 'a' 'b'"),
        ("x = 1", "x: dict[str, int] = 1  # counts"),
        ("x = 1", "x: int\nx = 1"),
        ("x = 1\ny = 2", "x = 1; y = 2"),
        ("x = [1, 2]", "x = [\n    1,\n\n    2,\n]\n"),
        ("return_it = a + b", "return_it = (a +\n    b)"),
        (
            "def f(a, b=1): return a",
            'def g(x: int, y: list[int] = 2) -> tuple[int, ...]:\n    """Say."""\n    return x',
        ),
        ("def f(a=lambda x: x, b={1: 2}): pass", "def f(a=lambda y: y, b: int = {3: 4}) -> None: pass"),
        ("f(1)", "import numpy as np\nfrom a import (\n    b,\n    c,\n)\n# why\nf(1)"),
        ("x = True", "x = None"),
        ("a = b", "a = b\r\n"),
    ],
)
def test_what_a_copyist_changes_is_the_same(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a = b + c", "a = b - c"),
        ("a = b[c]", "a = b.c"),
        ("if a: b()", "while a: b()"),
        ("x = {1: 2}", "x = {1, 2}"),
        ("a = b", "a += b"),
    ],
)
def test_what_a_program_does_is_not(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_lines_are_those_of_the_page() -> None:
    assert [token.line for token in read_tokens("a = 1\r\n\r\n# no\rb = 2")] == [1, 1, 1, 4, 4, 4]


BROKEN = "def f(words: list) -> None:\n    for word in words:\n        total[word] += 1 ** 2\n"


@pytest.mark.parametrize("broken", [BROKEN + "x = (", BROKEN + "  y = 'open\n x", BROKEN + "s = '''"])
def test_a_syntax_error_hides_nothing(broken: str) -> None:
    assert words(broken).startswith(words(BROKEN))


@pytest.mark.parametrize(
    "noise", ["", "\0", "\ufeffx = 1", "((((", "))))", "'", "\t\f \n", "é = 'ü'\x0c", "\\", "if" * 999]
)
def test_anything_can_be_read(noise: str) -> None:
    assert isinstance(read_tokens(noise), list)


PIECES = [
    "def ",
    "f(",
    ")",
    ":",
    "\n",
    "    ",
    "'",
    '"""',
    "#",
    "\\",
    "x",
    "=",
    "->",
    "[",
    "{",
    "}",
    "lambda ",
    "1",
    "\t",
    ",",
    "é",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join))
def test_nothing_stops_it_and_every_line_is_there(source: str) -> None:
    lines = source.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    places = [token.line for token in read_tokens(source)]
    assert places == sorted(places)
    assert all(1 <= place <= lines for place in places)
