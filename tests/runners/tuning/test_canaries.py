"""Made-up phrases are different from each other, and drawn by chance alone."""

from __future__ import annotations

import numpy as np
import pytest

from runners.tuning.canaries import CHARACTERS, phrases


def chance(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("length", [4, 6])
def test_phrases_are_as_many_different_ones_as_asked(length: int) -> None:
    found = phrases(200, length, chance())
    assert (len(set(found)), {len(phrase) for phrase in found}) == (200, {length})
    assert found == phrases(200, length, chance())
    assert found != phrases(200, length, chance(1))


def test_no_character_stands_twice() -> None:
    assert len(set(CHARACTERS)) == len(CHARACTERS)
