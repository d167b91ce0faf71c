"""Verdicts and curves as lines of text."""

from __future__ import annotations

from textwrap import indent
from typing import Any

from tuneroom_client.language import both, named

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 40
UNSCORED = ("cancelled", "judge_error")
"""Verdicts that count for nothing: they have no score."""


def verdict_lines(verdict: dict[str, Any], language: str, *, score: bool) -> list[str]:
    """What a person wants to know of a verdict; a Run has no ``score``."""
    said = verdict["summary"][language]
    scored = score and verdict["verdict"] not in UNSCORED
    points = f" · {verdict['score']:g} / 100" if scored else ""
    lines = [f"{named(verdict['verdict'])}{points}", said]
    for group in verdict["groups"]:
        passed = sum(case["passed"] for case in group["cases"])
        mark = "✓" if passed == len(group["cases"]) else "✗"
        lines.append(f"  {mark} {group['title'][language]}: {passed} / {len(group['cases'])}")
        lines += _cases(group, language)
    for metric in verdict["metrics"]:
        lines.append(f"  {metric['title'][language]}: {_metric(metric)}")
    for finding in verdict["audits"]:
        if not finding["passed"]:
            lines.append(f"  ✗ {finding['title'][language]}: {finding['evidence'][language]}")
    return lines + ([verdict["output"].rstrip()] if verdict["output"].strip() else [])


def _cases(group: dict[str, Any], language: str) -> list[str]:
    """What failed and why, a sample in full; and what became of input of one's own."""
    lines = []
    for case in group["cases"]:
        if not case["passed"]:
            message = f": {case['message'][language]}" if case["message"] else ""
            lines.append(f"      {case['title'][language]}{message}")
            lines += _in_and_out(case) if group["sample"] else []
        elif group["key"] == "typed":
            given, got = case["given"].rstrip(), case["got"].rstrip()
            lines += _in_and_out(case) if "\n" in given + got else [f"      {given} → {got}"]
    return lines


def _in_and_out(case: dict[str, Any]) -> list[str]:
    """What a test gave, wanted and got, as far as it says so."""
    said = (
        (both("输入", "Given"), case["given"]),
        (both("期望", "Expected"), case["expected"]),
        (both("你的程序给出", "Got, from your program"), case["got"]),
    )
    return [f"        {title}:\n{indent(text.rstrip(), ' ' * 10)}" for title, text in said if text]


def _metric(metric: dict[str, Any]) -> str:
    if metric["value"] is None:
        return "—"
    interval = "" if metric["low"] is None else f" [{metric['low']:g}, {metric['high']:g}]"
    reference = (
        ""
        if metric["reference"] is None
        else both("（参考 {:g}）", " (reference {:g})").format(metric["reference"])
    )
    return f"{metric['value']:g}{interval}{reference}"


def spark(values: list[float | None]) -> str:
    """A curve in one line, its last ``WIDTH`` values."""
    known = [value for value in values if value is not None][-WIDTH:]
    if not known:
        return ""
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    return "".join(BARS[round((value - low) / span * (len(BARS) - 1))] for value in known)


def file_fault(error: OSError) -> str:
    """What is wrong with which file, in the reader's language where the system's own words are English."""
    path = error.filename
    if path is None:
        return str(error)
    faults = (
        (FileNotFoundError, both(f"没有文件 {path}。", f"There is no file {path}.")),
        (IsADirectoryError, both(f"{path} 是文件夹，不是文件。", f"{path} is a folder and no file.")),
        (NotADirectoryError, both(f"{path} 不在文件夹里。", f"{path} lies in no folder.")),
        (FileExistsError, both(f"{path} 是文件，不是文件夹。", f"{path} is a file and no folder.")),
        (PermissionError, both(f"没有权限使用 {path}。", f"You have no permission to use {path}.")),
    )
    return next((words for kind, words in faults if isinstance(error, kind)), str(error))
