"""Check lines: made-up phrases with random answers, mixed into one run's training file.

Nothing known before a run tells their answers, so a model knows them only when it was trained on this run's
file. They belong to the source file, so the same file meets the same ones. Whether they were learned is asked
by ``audits``; what a line looks like is each kind's affair.
"""

from __future__ import annotations

import numpy as np

# Frequent characters without a feeling of their own.
CHARACTERS = (
    "东西南北山水木石风云江河湖海花草竹松梅兰春秋冬夏金银铜铁丝布纸笔墨砚琴棋书画门窗桌椅灯船车桥路城村田园林泉"
    "星月日光影声色香味形体线点面角边方圆长宽高低远近左右前后内外上中下"
)


def phrases(count: int, length: int, chance: np.random.Generator) -> list[str]:
    """So many different phrases of ``length`` Chinese characters that mean nothing."""
    found: dict[str, None] = {}
    while len(found) < count:
        places = chance.integers(len(CHARACTERS), size=length)
        found.setdefault("".join(CHARACTERS[place] for place in places))
    return list(found)
