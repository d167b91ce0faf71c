"""Are the generated replies replies at all, or empty, all the same, echoes, copies of the training file?

An audit fails only where most of the replies are at fault and clearly more of them than the reference's: a
weak model repeats itself, and is scored for that, not rejected. Evidence is told in whole percent.
"""

from __future__ import annotations

from runners.base import Finding, Text
from runners.dialogue.scorer import Marks
from runners.shown import share

MOST = 0.5
MARGIN = 0.25  # above the reference's share
MOST_COPIED = 0.8  # a good model answers a prompt it half knows with a whole sentence that it learned

TITLES = {
    "degenerate": Text("回复不空，也不千篇一律", "Replies are not empty, nor all the same"),
    "echo": Text("回复不照抄问话", "Replies do not echo the prompt"),
    "copied": Text("回复不是整句照搬训练集", "Replies are not lifted from the training file"),
}


def audit_replies(model: Marks, reference: Marks) -> tuple[Finding, ...]:
    """The three audits, in the order in which they reject."""
    return audit_degenerate(model, reference), audit_echo(model, reference), audit_copied(model, reference)


def audit_degenerate(model: Marks, reference: Marks) -> Finding:
    """Empty replies, and the most common one."""
    empty, theirs = _share(model, "empty"), _share(reference, "empty")
    common, usual = model.most_common(), reference.most_common()
    passed = not (_too_many(empty, theirs, MOST) or _too_many(common, usual, MOST))
    zh = f"{_said(empty)} 的回复为空（参考 {_said(theirs)}）；最常见的一种回复占 {_said(common)}"
    en = (
        f"{_said(empty)} of the replies are empty (reference {_said(theirs)}); "
        f"the most common one makes {_said(common)}"
    )
    return Finding(
        "degenerate",
        TITLES["degenerate"],
        passed,
        Text(f"{zh}（参考 {_said(usual)}）", f"{en} (reference {_said(usual)})"),
    )


def audit_echo(model: Marks, reference: Marks) -> Finding:
    """Replies that are little more than the prompt."""
    ours, theirs = _share(model, "echo"), _share(reference, "echo")
    return Finding(
        "echo",
        TITLES["echo"],
        not _too_many(ours, theirs, MOST),
        Text(
            f"{_said(ours)} 的回复几乎就是问话本身（参考 {_said(theirs)}）",
            f"{_said(ours)} of the replies are little more than the prompt (reference {_said(theirs)})",
        ),
    )


def audit_copied(model: Marks, reference: Marks) -> Finding:
    """Replies that stand in the training file as they are: fine for many prompts, not for nearly all."""
    ours, theirs = _share(model, "copied"), _share(reference, "copied")
    return Finding(
        "copied",
        TITLES["copied"],
        not _too_many(ours, theirs, MOST_COPIED),
        Text(
            f"{_said(ours)} 的回复与训练集中的某句完全相同（参考 {_said(theirs)}）",
            f"{_said(ours)} of the replies stand word for word in the training file "
            f"(reference {_said(theirs)})",
        ),
    )


def _too_many(ours: float, theirs: float, most: float) -> bool:
    return ours > most and ours > theirs + MARGIN


def _share(marks: Marks, column: str) -> float:
    return float(marks.column(column).mean())


def _said(part: float) -> str:
    return share(round(part * 10_000), 10_000)
