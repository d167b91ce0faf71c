"""Made-up phrases and words are different from each other, and drawn by chance alone."""

from __future__ import annotations

import numpy as np
import pytest

from runners.tuning.canaries import CHARACTERS, SYLLABLES, made_up_words, phrases


def chance(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("draw", [phrases, made_up_words])
def test_draw_gives_as_many_different_ones_as_asked(draw: object) -> None:
    assert callable(draw)
    found = draw(200, chance())
    assert (len(found), len(set(found))) == (200, 200)
    assert found == draw(200, chance())
    assert found != draw(200, chance(1))


def test_nothing_to_draw_from_stands_twice() -> None:
    assert len(set(CHARACTERS)) == len(CHARACTERS)
    assert len(set(SYLLABLES)) == len(SYLLABLES)
