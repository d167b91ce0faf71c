"""Verdicts and curves as lines of text."""

from __future__ import annotations

from typing import Any

from tuneroom_client.language import both, named

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 40


def verdict_lines(verdict: dict[str, Any], language: str, *, score: bool) -> list[str]:
    """What a person wants to know of a verdict; a Run has no ``score``."""
    said = verdict["summary"][language]
    points = f" · {verdict['score']:g} / 100" if score else ""
    lines = [f"{named(verdict['verdict'])}{points}", said]
    for group in verdict["groups"]:
        passed = sum(case["passed"] for case in group["cases"])
        mark = "✓" if passed == len(group["cases"]) else "✗"
        lines.append(f"  {mark} {group['title'][language]}: {passed} / {len(group['cases'])}")
        lines += _failed_cases(group, language)
    for metric in verdict["metrics"]:
        lines.append(f"  {metric['title'][language]}: {_metric(metric)}")
    for finding in verdict["audits"]:
        if not finding["passed"]:
            lines.append(f"  ✗ {finding['title'][language]}: {finding['evidence'][language]}")
    return lines + ([verdict["output"].rstrip()] if verdict["output"].strip() else [])


def _failed_cases(group: dict[str, Any], language: str) -> list[str]:
    lines = []
    for case in group["cases"]:
        if case["message"] and not case["passed"]:
            lines.append(f"      {case['title'][language]}: {case['message'][language]}")
        elif group["key"] == "typed":
            lines.append(f"      {case['given']} → {case['got']}")
    return lines


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
