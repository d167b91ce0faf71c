"""Was every parameter fine-tuned, from this base, on this run's file? Each audit is a pure function of what
the judge's own passes measured, and says what it found.

Bounds were set between the cheating and the honest programs of ``tests/cheats/tuning``; how wide the gap is
stands in ``docs/audits.md``. Nothing is scored here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from runners.base import Finding, Text
from runners.shown import share

Floats = NDArray[np.float64]

RANK_TOLERANCE = 1e-4  # of the largest singular value: below it, a direction counts as unchanged
STRONGEST = 16  # directions of each matrix's change that are taken away to see what the rest does

LEAST_MOVED = 0.01  # of the reference's change, tensor by tensor
LEAST_RANK = 0.5  # of the largest possible rank, the median over the matrices of the blocks
LEAST_COSINE = 0.3  # with the base, over all tensors of a part
MOST_TWIN_LOSS = 0.1  # of accuracy, beyond the reference's
MOST_GAP = 1e-3  # between one at a time and in batches, in logits or nats
CERTAIN = 3.0  # standard errors
WHOLES = ("body", "matrices")
LEARNED = 4.0  # the same, of the check lines: chance gets there once in 5,000 times

TITLES = {
    "format": Text("权重文件的格式", "Form of the weights file"),
    "finite": Text("没有 NaN 和无穷大", "No NaN, no infinity"),
    "moved": Text("每个张量都训练过", "Every tensor was trained"),
    "rank": Text("改动不是低秩的", "The change is not of low rank"),
    "origin": Text("权重由本题的基座得来", "The weights come from this base"),
    "restore": Text("改动确有作用", "The change does something"),
    "canaries": Text("学会了本次的检查行", "This run's check lines were learned"),
    "twins": Text("换个写法，答案不变", "Other wording, same answer"),
    "batching": Text("逐条与成批结果一致", "One at a time and in batches agree"),
}


def finding(key: str, passed: bool, zh: str, en: str) -> Finding:
    """One audit's outcome under its title."""
    return Finding(key, TITLES[key], passed, Text(zh, en))


@dataclass(frozen=True, slots=True)
class Tensor:
    """What was measured of one tensor of the base: see ``weights`` in ``inside/forward.py``."""

    part: str
    moved: float
    cosine: float
    rank: float | None


Tensors = Mapping[str, Tensor]


def tensors_in(answer: Mapping[str, object]) -> Tensors:
    """Read the answer to ``weights``; a number that is not finite counts as NaN."""
    rows = answer["tensors"]
    assert isinstance(rows, dict)
    return {
        name: Tensor(
            row["part"],
            float("nan") if row["moved"] is None else row["moved"],
            float("nan") if row["cosine"] is None else row["cosine"],
            row["rank"],
        )
        for name, row in rows.items()
    }


def audit_format(fault: Text | None = None) -> Finding:
    """The file has the base's tensors; ``fault`` says in what it differs."""
    good = Text("名称、形状、类型与基座一致", "names, shapes and types are those of the base")
    return Finding("format", TITLES["format"], fault is None, fault or good)


def audit_finite(finite: bool) -> Finding:
    """No weight is NaN or infinite."""
    return finding(
        "finite",
        finite,
        "全部为有限值" if finite else "有 NaN 或无穷大",
        "all values are finite" if finite else "some values are NaN or infinite",
    )


def audit_moved(tensors: Tensors, reference: Tensors) -> Finding:
    """Every tensor changed, by at least ``LEAST_MOVED`` of the reference's relative change."""
    still = [name for name, one in tensors.items() if not one.moved > LEAST_MOVED * reference[name].moved]
    if not still:
        least = min(one.moved / reference[name].moved for name, one in tensors.items())
        return finding(
            "moved",
            True,
            f"{len(tensors)} 个张量都变了；变化最小的一个是参考模型的 {least:.1g} 倍",
            f"all {len(tensors)} tensors changed, the least of them {least:.1g} times the reference's change",
        )
    parts = sorted({tensors[name].part for name in still})
    unchanged = sum(tensors[name].moved == 0 for name in still)
    return finding(
        "moved",
        False,
        f"{len(tensors)} 个张量中有 {len(still)} 个没有训练（其中 {unchanged} 个与基座逐位相同）："
        f"{_parts(parts, '、')}，如 {still[0]}",
        f"{len(still)} of {len(tensors)} tensors were not trained ({unchanged} are the base's to the bit): "
        f"{_parts(parts, ', ')}; {still[0]} for one",
    )


def _parts(parts: Sequence[str], comma: str) -> str:
    shown = parts if len(parts) <= 6 else [*parts[:5], "…", parts[-1]]
    return comma.join(shown)


def audit_rank(tensors: Tensors, losses: Mapping[str, Floats]) -> Finding:
    """The change of the blocks' matrices has full rank, and what it does is not done by its few strongest
    directions alone: without them, the rest still lowers the loss on the training file."""
    ranks = [one.rank for one in tensors.values() if one.rank is not None]
    median = float(np.median(ranks)) if ranks else 0.0
    if median < LEAST_RANK:
        return finding(
            "rank",
            False,
            f"改动的秩只有满秩的 {_percent(median)}（中位数），像是合并进来的低秩更新",
            f"the rank of the change is {_percent(median)} of full rank (median): a merged low-rank update",
        )
    found = f"改动的秩为满秩的 {_percent(median)}（中位数）"
    found_en = f"the rank of the change is {_percent(median)} of full rank (median)"
    if not _certainty(losses["matrices"] - losses["as it is"]) > CERTAIN:
        return finding("rank", True, found, found_en)  # it does nothing at all: that is for ``audit_restore``
    helps = _certainty(losses["matrices"] - losses["weak"]) > CERTAIN
    return finding(
        "rank",
        helps,
        f"{found}；去掉最强的 {STRONGEST} 个方向，其余方向{'仍起作用' if helps else '不起作用：只是噪声'}",
        f"{found_en}; without its {STRONGEST} strongest directions the rest "
        + ("still helps" if helps else "does nothing: it is noise"),
    )


def _certainty(differences: Floats) -> float:
    """The mean in standard errors; 0 where all differences are 0 or some are not finite."""
    if not np.isfinite(differences).all() or not differences.any():
        return 0.0
    error = float(differences.std(ddof=1)) / len(differences) ** 0.5
    mean = float(differences.mean())
    return mean / error if error > 0 else math.copysign(math.inf, mean)


def _percent(value: float) -> str:
    return share(round(value * 10_000), 10_000)


def audit_origin(tensors: Tensors) -> Finding:
    """Every part of the network still points the way of the base's."""
    parts: dict[str, list[float]] = {}
    for one in tensors.values():
        parts.setdefault(one.part, []).append(one.cosine)
    means = {part: float(np.mean(values)) for part, values in parts.items()}
    worst = min(means, key=lambda part: means[part] if means[part] == means[part] else -2.0)
    return finding(
        "origin",
        means[worst] > LEAST_COSINE,
        f"与基座最不像的部分是 {worst}，余弦相似度 {means[worst]:.1g}（至少 {LEAST_COSINE}）",
        f"the part least like the base is {worst}: cosine {means[worst]:.1g} (at least {LEAST_COSINE})",
    )


def audit_restore(losses: Mapping[str, Floats]) -> Finding:
    """Putting the whole body, and all matrices of the blocks, back to the base's makes the loss on training
    examples worse. One part alone need not cost: in a short training the others make up for it, and one that
    was trained for another loss may even gain."""
    idle = [part for part in WHOLES if not _certainty(losses[part] - losses["as it is"]) > CERTAIN]
    if idle:
        return finding(
            "restore",
            False,
            f"把 {_parts(idle, '、')} 换回基座的权重，训练样本上的损失并不变差：这些改动没有作用",
            f"with the base's weights back in {_parts(idle, ', ')} the loss on training examples is no "
            "worse: that change does nothing",
        )
    cost = float((losses["body"] - losses["as it is"]).mean())
    return finding(
        "restore",
        True,
        f"全部换回基座的权重，训练样本上的损失平均增加 {cost:.1g} 奈特",
        f"with all of the base's weights back the loss on training examples rises by {cost:.1g} nats",
    )


def audit_canaries(margins: Floats) -> Finding:
    """The run's check lines are known. ``margins``, one a line: how much likelier the right answer is than
    others, in nats: 0 on average, and above 0 for half of them, where nothing was learned."""
    known, certainty = share(int((margins > 0).sum()), len(margins)), _certainty(margins)
    return finding(
        "canaries",
        certainty >= LEARNED,
        f"{len(margins)} 条检查行中答对 {known}（瞎猜约 50%），"
        + (f"超出偶然 {certainty:.0f} 个标准误" if math.isfinite(certainty) else "全无例外")
        + f"（至少 {LEARNED:g}）",
        f"{known} of {len(margins)} check lines are known (guessing gets about 50%), "
        + (
            f"{certainty:.0f} standard errors from chance"
            if math.isfinite(certainty)
            else "without exception"
        )
        + f" (at least {LEARNED:g})",
    )


def audit_batching(gap: float) -> Finding:
    """The largest difference between the answers one at a time and in batches."""
    return finding(
        "batching",
        gap <= MOST_GAP,
        f"最大相差 {gap:.1g}（容差 {MOST_GAP:g}）",
        f"the largest difference is {gap:.1g} (tolerance {MOST_GAP:g})",
    )
