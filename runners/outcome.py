"""Puts what the sandbox saw into a verdict and words: which limit, how much was allowed, how much used.

Every kind uses it for a Result whose outcome is not OK. It knows nothing of any kind: the names of
the stages, and which of them may be shown, come from the caller. Of a hidden stage it tells no number
that the candidate chooses, such as an exit code: it could carry what was asked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from signal import Signals

from runners.base import Finding, Report, Text, VerdictCode
from sandbox.job import Breach, Outcome, Result

SHOWN_OUTPUT_BYTES = 16 * 1024

VERDICTS = {
    Outcome.RUNTIME_ERROR: VerdictCode.RUNTIME_ERROR,
    Outcome.CPU_TIME: VerdictCode.CPU_TIME_LIMIT,
    Outcome.WALL_TIME: VerdictCode.WALL_TIME_LIMIT,
    Outcome.MEMORY: VerdictCode.MEMORY_LIMIT,
    Outcome.OUTPUT: VerdictCode.OUTPUT_LIMIT,
    Outcome.BAD_ARTIFACT: VerdictCode.BAD_ARTIFACT,
    Outcome.CANCELLED: VerdictCode.CANCELLED,
}

LIMIT_NAMES = {
    "cpu_seconds": Text("CPU 时间", "CPU time"),
    "exchange_cpu_seconds": Text("本阶段的 CPU 时间", "CPU time of this stage"),
    "exchange_wall_seconds": Text("本阶段的运行时长", "wall-clock time of this stage"),
    "wall_seconds": Text("运行时长", "wall-clock time"),
    "memory_bytes": Text("内存", "memory"),
    "output_bytes": Text("输出量", "output"),
    "reply_bytes": Text("回答长度", "reply size"),
    "disk_bytes": Text("磁盘", "disk space"),
    "files": Text("文件数", "number of files"),
    "artifact_bytes": Text("交回文件的大小", "size of a returned file"),
}
# The judge measures these by its own clock and meter; the others are chosen to the last digit.
ALWAYS_MEASURED = (
    "cpu_seconds",
    "exchange_cpu_seconds",
    "wall_seconds",
    "exchange_wall_seconds",
    "memory_bytes",
)

PLAIN = {
    Outcome.RUNTIME_ERROR: Text("程序异常退出", "the program ended abnormally"),
    Outcome.CPU_TIME: Text("超出 CPU 时间限制", "the CPU time limit was exceeded"),
    Outcome.WALL_TIME: Text("超出运行时长限制", "the wall-clock time limit was exceeded"),
    Outcome.MEMORY: Text("超出内存限制", "the memory limit was exceeded"),
    Outcome.OUTPUT: Text("超出输出限制", "the output limit was exceeded"),
    Outcome.BAD_ARTIFACT: Text("交回的内容不合格", "what came back is not acceptable"),
    Outcome.CANCELLED: Text("已取消", "cancelled"),
}

REASONS = {
    "answered before it was asked": Text("在提问之前就作答", "answered before it was asked"),
    "ended before answering": Text("没有作答就结束了", "ended before answering"),
    "reply too large": Text("回答过长", "reply too large"),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """The verdict for a job that did not end well, and one sentence about it."""

    verdict: VerdictCode
    summary: Text


def ending(result: Result, stages: Mapping[str, Text], shown: Container[str] = ()) -> Ending | None:
    """Say how a job ended; None when its outcome is OK.

    ``stages`` names the exchanges in words; an unknown one is left out of the sentence. ``shown``
    holds the names of those that are not hidden, and "" when nothing in the job is.
    """
    if result.outcome is Outcome.OK:
        return None
    during = result.breach.exchange if result.breach and result.breach.exchange else result.during
    what = _cause(result, during in shown)
    stage = stages.get(during)
    if stage is not None and result.outcome is not Outcome.CANCELLED:
        what = Text(f"{what.zh}（在“{stage.zh}”阶段）", f"{what.en}, during {stage.en}")
    return Ending(VERDICTS[result.outcome], Text(f"{what.zh}。", f"{what.en[:1].upper()}{what.en[1:]}."))


def _cause(result: Result, shown: bool) -> Text:
    plain = PLAIN[result.outcome]
    if result.breach is not None:
        return _breach_text(plain, result.breach, shown)
    if result.outcome is Outcome.BAD_ARTIFACT:
        return _reason_text(plain, result.reason)
    if not shown:
        return plain
    if result.signal is not None:
        name = _signal_name(result.signal)
        return Text(f"{plain.zh}：被信号 {name} 终止", f"{plain.en}: killed by {name}")
    if result.outcome is Outcome.RUNTIME_ERROR and result.exit_code is not None:
        code = result.exit_code
        return Text(f"{plain.zh}：退出码 {code}", f"{plain.en}: exit code {code}")
    return plain


def _reason_text(plain: Text, reason: str) -> Text:
    known = REASONS.get(reason, Text(reason, reason))
    return Text(f"{plain.zh}：{known.zh}", f"{plain.en}: {known.en}") if reason else plain


def _breach_text(plain: Text, breach: Breach, shown: bool) -> Text:
    name = LIMIT_NAMES.get(breach.limit, Text(breach.limit, breach.limit))
    allowed, measured = amount(breach.limit, breach.allowed), amount(breach.limit, breach.measured)
    if not shown and breach.limit not in ALWAYS_MEASURED:
        over = f"{plain.en}: {name.en}, larger than the {allowed} allowed"
        return Text(f"{plain.zh}：{name.zh}超过允许的 {allowed}", over)
    return Text(
        f"{plain.zh}：{name.zh}允许 {allowed}，实测 {measured}",
        f"{plain.en}: {name.en}, {allowed} allowed, {measured} measured",
    )


def _signal_name(number: int) -> str:
    try:
        return Signals(number).name
    except ValueError:
        return f"signal {number}"


def amount(limit: str, value: float) -> str:
    """A quantity with its unit, which the limit's name tells: ``2.50 s``, ``1.0 MiB``, ``64``."""
    if limit.endswith("_seconds"):
        return f"{value:.2f} s"
    if not limit.endswith("_bytes"):
        return f"{value:g}"
    for unit, size in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if value >= size:
            return f"{value / size:.1f} {unit}"
    return f"{value:.0f} B"


def rejected(draft: Report, audits: Sequence[Finding]) -> Report:
    """The report of a submission that failed an audit: the first one is named, no points are left."""
    worst = next(audit for audit in audits if not audit.passed)
    return replace(
        draft,
        verdict=VerdictCode.REJECTED,
        score=0.0,
        audits=tuple(audits),
        summary=Text(
            f"审计未通过（{worst.title.zh}）：{worst.evidence.zh}。",
            f"An audit failed ({worst.title.en.lower()}): {worst.evidence.en}.",
        ),
    )


def visible_output(result: Result) -> str:
    """What the candidate may see of what they printed: decoded, control characters replaced, cut.

    The sandbox has already left out what was printed while hidden questions were asked.
    """
    parts = [text for text in (plain_text(result.stdout), plain_text(result.stderr)) if text]
    return "\n".join(parts)


def plain_text(content: bytes) -> str:
    """At most ``SHOWN_OUTPUT_BYTES`` of it as text that cannot move a terminal or break a database."""
    shown = content[:SHOWN_OUTPUT_BYTES].decode("utf-8", "replace")
    clean = "".join(
        c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in shown
    )
    left = len(content) - SHOWN_OUTPUT_BYTES
    return f"{clean}\n[... {left} bytes more]" if left > 0 else clean
