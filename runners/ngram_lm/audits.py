"""Checks that what came back are probability distributions of a model that does not change.

Every position counts and nothing is clipped, skipped or rescaled: one value out of order rejects the
submission. Nothing is scored here.
"""

from __future__ import annotations

import numpy as np

from runners.base import Finding, Text
from runners.ngram_lm.replies import Rows

SUM_TOLERANCE = 1e-4
REPLAY_TOLERANCE = 1e-6

TITLES = {
    "format": Text("回答格式", "Format of the answers"),
    "values": Text("每个概率都在 0 到 1 之间", "Every probability lies between 0 and 1"),
    "sums": Text("每个分布之和为 1", "Every distribution sums to 1"),
    "replay": Text("同一问题得到同一答案", "The same question gets the same answer"),
}


def finding(key: str, passed: bool, zh: str, en: str) -> Finding:
    """One audit's outcome under its title."""
    return Finding(key, TITLES[key], passed, Text(zh, en))


def audit_values(rows: Rows) -> Finding:
    """Finite, not negative, not above 1, at every word of every position. -0.0 is a zero."""
    finite = np.isfinite(rows)
    with np.errstate(invalid="ignore"):
        kinds = {"not finite": ~finite, "negative": finite & (rows < 0), "above 1": finite & (rows > 1)}
    counts = {name: int(bad.sum()) for name, bad in kinds.items()}
    positions = int(np.logical_or.reduce(list(kinds.values())).any(axis=1).sum())
    if positions == 0:
        low, high = float(rows.min()), float(rows.max())
        return finding(
            "values", True, f"最小 {low:.3g}，最大 {high:.3g}", f"smallest {low:.3g}, largest {high:.3g}"
        )
    low, high = (float(f(rows[finite], initial=0.0)) for f in (np.min, np.max))
    return finding(
        "values",
        False,
        f"{len(rows)} 个位置中有 {positions} 个不合格：非有限值 {counts['not finite']} 个，"
        f"负值 {counts['negative']} 个，大于 1 的值 {counts['above 1']} 个；"
        f"有限值最小 {low:.6g}，最大 {high:.6g}",
        f"{positions} of {len(rows)} positions fail: {counts['not finite']} values not finite, "
        f"{counts['negative']} negative, {counts['above 1']} above 1; "
        f"finite values from {low:.6g} to {high:.6g}",
    )


def audit_sums(rows: Rows) -> Finding:
    """The sum over the whole vocabulary, in double precision, at every position."""
    with np.errstate(invalid="ignore", over="ignore"):
        sums = rows.sum(axis=1, dtype=np.float64)
    off = np.abs(sums - 1)
    worst = sums[int(np.argmax(np.where(np.isnan(off), np.inf, off)))]
    bad = int((~(off <= SUM_TOLERANCE)).sum())
    return finding(
        "sums",
        bad == 0,
        f"{len(rows)} 个位置中有 {bad} 个之和不是 1（容差 {SUM_TOLERANCE:g}）；偏离最大的和为 {worst:.8g}",
        f"{bad} of {len(rows)} positions do not sum to 1 within {SUM_TOLERANCE:g}; "
        f"the worst sum is {worst:.8g}",
    )


def audit_replay(rows: Rows, again: Rows) -> Finding:
    """The same positions asked a second time, in another order; both (replays, words)."""
    with np.errstate(invalid="ignore"):
        gaps = np.abs(rows.astype(np.float64) - again).max(axis=1)
    bad = int((~(gaps <= REPLAY_TOLERANCE)).sum())
    worst = float(gaps.max()) if np.isfinite(gaps).all() else float("inf")
    return finding(
        "replay",
        bad == 0,
        f"换一种顺序重问 {len(rows)} 个位置，{bad} 个答案变了"
        f"（容差 {REPLAY_TOLERANCE:g}）；最大差 {worst:.3g}",
        f"of {len(rows)} positions asked again in another order, {bad} got another answer "
        f"(tolerance {REPLAY_TOLERANCE:g}); the largest difference is {worst:.3g}",
    )
