"""What the judge makes of every labelled pair: ``python -m tests.judge.similarity.table``.

``docs/similarity.md`` has this table; a test holds it to what is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from judge.similarity.matching import THRESHOLD
from tests.judge.similarity.pairs import Pair, all_pairs


@dataclass(frozen=True, slots=True)
class Figures:
    """The pairs at the threshold: how many copies and how many others were shown to a person."""

    copies: int
    found: int
    others: int
    wrong: int

    @property
    def precision(self) -> float:
        """The share of copies in what was shown."""
        return self.found / (self.found + self.wrong)

    @property
    def recall(self) -> float:
        """The share of the copies that was shown."""
        return self.found / self.copies


def figures(pairs: Sequence[Pair]) -> Figures:
    """Count the pairs."""
    copies = [pair.score >= THRESHOLD for pair in pairs if pair.copied]
    others = [pair.score >= THRESHOLD for pair in pairs if not pair.copied]
    return Figures(len(copies), sum(copies), len(others), sum(others))


def lines(pairs: Sequence[Pair]) -> Iterator[str]:
    """The table in Markdown: one line a problem and a way to copy."""
    yield "| Problem | What was done | Pairs | Shown | Lowest | Median | Highest |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for (problem, how), group in groupby(sorted(pairs, key=_kind), key=lambda pair: (pair.problem, pair.how)):
        scores = [pair.score for pair in group]
        shown = sum(score >= THRESHOLD for score in scores)
        numbers = " | ".join(f"{value:.2f}" for value in (min(scores), median(scores), max(scores)))
        yield f"| {problem} | {how} | {len(scores)} | {shown} | {numbers} |"


def _kind(pair: Pair) -> tuple[bool, str, str]:
    return pair.copied, pair.problem, pair.how


def summary(pairs: Sequence[Pair]) -> str:
    """The figures of all pairs in one sentence."""
    all_of = figures(pairs)
    return (
        f"At {THRESHOLD}: {all_of.found} of {all_of.copies} copies shown, "
        f"{all_of.wrong} of {all_of.others} others "
        f"(precision {all_of.precision:.3f}, recall {all_of.recall:.3f})."
    )


if __name__ == "__main__":
    measured = all_pairs()
    print("\n".join(lines(measured)))
    print(f"\n{summary(measured)}")
