"""Each audit of the replies at both sides of its bound, and beside a reference that does the same."""

from __future__ import annotations

import numpy as np
import pytest

from runners.base import Finding
from runners.dialogue.audits import audit_copied, audit_degenerate, audit_echo, audit_replies
from runners.dialogue.scorer import COLUMNS, Marks

PROMPTS = 100


def marks(common: int = 1, **counts: int) -> Marks:
    """Replies of which so many are empty, echoes or copied, and so many are one and the same."""
    columns = {name: np.arange(PROMPTS) < counts.get(name, 0) for name in COLUMNS}
    columns["twin"] = np.where(np.arange(PROMPTS) < common, 0, np.arange(PROMPTS))
    return Marks(np.stack(list(columns.values()), axis=1).astype(np.float64))


@pytest.mark.parametrize(
    ("ours", "theirs", "passed"),
    [(0, 0, True), (50, 0, True), (51, 0, False), (100, 74, False), (100, 75, True), (51, 26, True)],
)
def test_most_replies_may_not_be_empty(ours: int, theirs: int, passed: bool) -> None:
    assert audit_degenerate(marks(empty=ours), marks(empty=theirs)).passed is passed


@pytest.mark.parametrize(
    ("ours", "theirs", "passed"),
    [(50, 1, True), (51, 1, False), (100, 74, False), (100, 75, True), (60, 40, True)],
)
def test_most_replies_may_not_be_the_same(ours: int, theirs: int, passed: bool) -> None:
    assert audit_degenerate(marks(ours), marks(theirs)).passed is passed


@pytest.mark.parametrize(
    ("ours", "theirs", "passed"), [(50, 0, True), (51, 0, False), (100, 74, False), (100, 75, True)]
)
def test_most_replies_may_not_be_echoes(ours: int, theirs: int, passed: bool) -> None:
    assert audit_echo(marks(echo=ours), marks(echo=theirs)).passed is passed


@pytest.mark.parametrize(
    ("ours", "theirs", "passed"), [(80, 0, True), (81, 0, False), (81, 55, False), (81, 56, True)]
)
def test_nearly_all_replies_may_not_be_copied(ours: int, theirs: int, passed: bool) -> None:
    assert audit_copied(marks(copied=ours), marks(copied=theirs)).passed is passed


def said(finding: Finding) -> tuple[str, str]:
    return finding.evidence.zh, finding.evidence.en


def test_evidence_is_told_in_whole_percent_beside_the_reference() -> None:
    model, reference = marks(30, empty=12, echo=7, copied=90), marks(3, copied=45)
    assert [said(finding) for finding in audit_replies(model, reference)] == [
        (
            "12 % 的回复为空（参考 0 %）；最常见的一种回复占 30 %（参考 3 %）",
            "12 % of the replies are empty (reference 0 %); the most common one makes 30 % (reference 3 %)",
        ),
        (
            "7 % 的回复几乎就是问话本身（参考 0 %）",
            "7 % of the replies are little more than the prompt (reference 0 %)",
        ),
        (
            "90 % 的回复与训练集中的某句完全相同（参考 45 %）",
            "90 % of the replies stand word for word in the training file (reference 45 %)",
        ),
    ]


def test_audits_reject_in_their_order() -> None:
    found = audit_replies(marks(100, empty=100, echo=100, copied=100), marks())
    assert [(one.key, one.passed) for one in found] == [
        ("degenerate", False),
        ("echo", False),
        ("copied", False),
    ]
