"""What is kept of a reference run survives being stored, whatever the numbers; other bytes are refused."""

from __future__ import annotations

import math

import pytest

from runners.tuning.audits import Tensor
from runners.tuning.reference import Kept

TENSORS = {"wte": Tensor("embeddings", 0.125, 0.5, None), "h.0.w": Tensor("block 0", 1e-9, -1.0, 0.75)}
KEPT = Kept(b"\x00\xff marks", TENSORS, {"twins": -0.1})


def test_kept_survives_packing() -> None:
    assert Kept.unpacked(KEPT.packed()) == KEPT


def test_a_change_that_is_no_number_survives_packing() -> None:
    broken = Kept(b"", {"wte": Tensor("embeddings", math.nan, math.nan, None)}, {})
    tensor = Kept.unpacked(broken.packed()).tensors["wte"]
    assert (math.isnan(tensor.moved), math.isnan(tensor.cosine), tensor.rank) == (True, True, None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b'{"marks": "", "tensors": {}}',
        b'{"marks": null, "tensors": {}, "numbers": {}}',
        b'{"marks": "a", "tensors": {}, "numbers": {}}',
        b'{"marks": "", "tensors": [], "numbers": {}}',
        b'{"marks": "", "tensors": {"wte": {"part": "embeddings"}}, "numbers": {}}',
        b'{"marks": "", "tensors": {"wte": {"another": 1}}, "numbers": {}}',
    ],
)
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the parser's own words, or ours
        Kept.unpacked(content)
