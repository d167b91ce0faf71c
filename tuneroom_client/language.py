"""The client's own words, in Chinese and in English. What the site says comes in both."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise

LANGUAGES = ("zh", "en")
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_chosen = ["en"]

DIFFICULTIES = {"easy": "简单", "medium": "中等", "hard": "困难"}
STATES = {
    "queued": "排队中",
    "preparing": "准备中",
    "running": "运行中",
    "scoring": "评分中",
    "done": "完成",
}
VERDICTS = {
    "accepted": "通过",
    "wrong_answer": "答案错误",
    "rejected": "审计未通过",
    "runtime_error": "运行错误",
    "cpu_time_limit": "超出 CPU 时间限制",
    "wall_time_limit": "超出运行时长限制",
    "memory_limit": "超出内存限制",
    "output_limit": "超出输出限制",
    "bad_artifact": "产物无效",
    "cancelled": "已取消",
    "judge_error": "评测故障",
}


def choose(argv: Sequence[str], kept: str = "") -> None:
    """Speak the language that the command line asks for, as its help is needed before it is read; else the
    one that was ``kept`` at login, else the one that the terminal is set to."""
    asked = [after for one, after in pairwise(argv) if one == "--language"]
    asked += [one.removeprefix("--language=") for one in argv if one.startswith("--language=")]
    usual = [kept, *(os.environ.get(name, "")[:2] for name in LOCALE if os.environ.get(name))]
    _chosen[0] = next((one for one in [*reversed(asked), *usual] if one in LANGUAGES), "en")


def chosen() -> str:
    """zh or en."""
    return _chosen[0]


def both(zh: str, en: str) -> str:
    """The one that was chosen."""
    return zh if _chosen[0] == "zh" else en


def named(code: str) -> str:
    """A state, a verdict or a difficulty: its code, for programs too, or its Chinese name."""
    return both((STATES | VERDICTS | DIFFICULTIES).get(code, code), code)
