"""Checks that what came back are probability distributions of a model that does not change.

Every position counts and nothing is clipped, skipped or rescaled: one value out of order rejects the
submission. Evidence is told in round numbers: the values are the candidate's choice, and could carry
hidden questions out. Nothing is scored here.
"""

from __future__ import annotations

import numpy as np

from runners.base import Finding, Text
from runners.ngram_lm.replies import Rows
from runners.shown import share

SUM_TOLERANCE = 1e-4
REPLAY_TOLERANCE = 1e-6

TITLES = {
    "format": Text("回答格式", "Format of the answers"),
    "values": Text("每个概率都在 0 到 1 之间", "Every probability lies between 0 and 1"),
    "sums": Text("每个分布之和为 1", "Every distribution sums to 1"),
    "replay": Text("同一问题得到同一答案", "The same question gets the same answer"),
}

KINDS = {
    "not finite": Text("非有限值", "that are not finite"),
    "negative": Text("负值", "below 0"),
    "above 1": Text("大于 1 的值", "above 1"),
}


def finding(key: str, passed: bool, zh: str, en: str) -> Finding:
    """One audit's outcome under its title."""
    return Finding(key, TITLES[key], passed, Text(zh, en))


def audit_values(rows: Rows) -> Finding:
    """Finite, not negative, not above 1, at every word of every position. -0.0 is a zero."""
    finite = np.isfinite(rows)
    with np.errstate(invalid="ignore"):
        kinds = {"not finite": ~finite, "negative": finite & (rows < 0), "above 1": finite & (rows > 1)}
    positions = int(np.logical_or.reduce(list(kinds.values())).any(axis=1).sum())
    if positions == 0:
        low, high = float(rows.min()), float(rows.max())
        return finding(
            "values", True, f"最小 {low:.1g}，最大 {high:.1g}", f"smallest {low:.1g}, largest {high:.1g}"
        )
    found = [KINDS[name] for name, bad in kinds.items() if bad.any()]
    part = share(positions, len(rows))
    return finding(
        "values",
        False,
        f"{part} 的位置不合格：有{'、'.join(kind.zh for kind in found)}",
        f"{part} of the positions fail: values {', '.join(kind.en for kind in found)}",
    )


def audit_sums(rows: Rows) -> Finding:
    """The sum over the whole vocabulary, in double precision, at every position."""
    with np.errstate(invalid="ignore", over="ignore"):
        sums = rows.sum(axis=1, dtype=np.float64)
    off = np.abs(sums - 1)
    worst = float(np.max(np.where(np.isnan(off), np.inf, off)))
    bad = share(int((~(off <= SUM_TOLERANCE)).sum()), len(rows))
    return finding(
        "sums",
        worst <= SUM_TOLERANCE,
        f"{bad} 的位置之和不是 1（容差 {SUM_TOLERANCE:g}）；与 1 最多相差 {worst:.1g}",
        f"{bad} of the positions do not sum to 1 within {SUM_TOLERANCE:g}; the worst is off by {worst:.1g}",
    )


def audit_replay(rows: Rows, again: Rows) -> Finding:
    """The same positions asked a second time, in another order; both (replays, words)."""
    with np.errstate(invalid="ignore"):
        gaps = np.abs(rows.astype(np.float64) - again).max(axis=1)
    bad = share(int((~(gaps <= REPLAY_TOLERANCE)).sum()), len(rows))
    worst = float(gaps.max()) if np.isfinite(gaps).all() else float("inf")
    return finding(
        "replay",
        worst <= REPLAY_TOLERANCE,
        f"换一种顺序重问 {len(rows)} 个位置，{bad} 的答案变了"
        f"（容差 {REPLAY_TOLERANCE:g}）；最大差 {worst:.1g}",
        f"of {len(rows)} positions asked again in another order, {bad} got another answer "
        f"(tolerance {REPLAY_TOLERANCE:g}); the largest difference is {worst:.1g}",
    )
