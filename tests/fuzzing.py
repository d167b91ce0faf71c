"""What the fuzz tests share: streams of bytes that are damaged and cut at any place, and JSON of any form.

``make test`` tries a hundred examples of each property; ``make fuzz`` ten thousand (see ``conftest``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

# One example takes a millisecond; a longer wait is a hang, or a machine that is very busy.
unhurried = settings(deadline=timedelta(seconds=10))

JSON: SearchStrategy[object] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)


@st.composite
def damaged(draw: DrawFn, streams: SearchStrategy[bytes]) -> bytes:
    """A stream as it is, or with a few bytes changed, put in, taken out or repeated."""
    data = bytearray(draw(streams))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 3]))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 12)))
        data[start:end] = draw(st.one_of(st.binary(max_size=8), st.just(bytes(data[start:end]) * 2)))
    return bytes(data)


@st.composite
def cut(draw: DrawFn, streams: SearchStrategy[bytes]) -> list[bytes]:
    """A stream in pieces, some of them empty."""
    data = draw(streams)
    places = sorted(draw(st.lists(st.integers(0, len(data)), max_size=12)))
    return [data[start:end] for start, end in pairwise([0, *places, len(data)])]


@st.composite
def varied(draw: DrawFn, fields: dict[str, object]) -> dict[str, object]:
    """The fields as they are, or with one of any other value, one missing or one too many."""
    kept = dict(fields)
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        name = draw(st.sampled_from([*fields, "another"]))
        kept.pop(name, None)
        if draw(st.booleans()):
            kept[name] = draw(JSON)
    return kept


def is_presentable(text: str, most: int) -> bool:
    """Whether a text is no longer than that, can be stored, and moves no terminal."""
    text.encode()
    return len(text) <= most and all(c in "\n\t" or unicodedata.category(c) != "Cc" for c in text)


def joined(pieces: Sequence[bytes]) -> bytes:
    """The stream that was cut."""
    return b"".join(pieces)
