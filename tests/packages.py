"""Writes a small problem package of the fake kind, to be changed by tests."""

from __future__ import annotations

from pathlib import Path

TOML = """
kind = "fake"
version = "1.0"
difficulty = "easy"
pass_mark = 50
canary = "solutions/reference.py"

[title]
zh = "假题"
en = "Fake problem"

[limits]
cpu_seconds = 1
wall_seconds = 2
memory_bytes = 67108864

[scoring]
all = 100

[fake]
size = 3

[[solutions]]
file = "solutions/reference.py"
verdict = "accepted"
min_score = 95
"""


def write_package(folder: Path, toml: str = TOML) -> Path:
    """Write the package into ``folder`` and return it."""
    (folder / "solutions").mkdir(parents=True, exist_ok=True)
    (folder / "problem.toml").write_text(toml, encoding="utf-8")
    (folder / "statement.zh.md").write_text("# 假题\n\n什么也不做。", encoding="utf-8")
    (folder / "statement.en.md").write_text("# Fake problem\n\nDo nothing.", encoding="utf-8")
    (folder / "hints.zh.md").write_text("第一条\n\n---\n\n第二条\n", encoding="utf-8")
    (folder / "hints.en.md").write_text("first\n\n---\n\nsecond\n", encoding="utf-8")
    (folder / "explanation.zh.md").write_text("没有。", encoding="utf-8")
    (folder / "explanation.en.md").write_text("None.", encoding="utf-8")
    (folder / "starter.py").write_text("# start here\n", encoding="utf-8")
    (folder / "solutions" / "reference.py").write_text("print('reference')\n", encoding="utf-8")
    return folder
