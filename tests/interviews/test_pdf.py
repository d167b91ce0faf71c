"""The report as PDF: what stands on the paper, and that it stays on it."""

from __future__ import annotations

import base64
import re
import zlib

import pytest

from interviews.pdf import MARGIN, WIDTH, pdf_of
from interviews.report import CriterionResult, Opinion, Rating, Report, Result

REPORT = Report(
    session="Tuning engineer",
    candidate="李雷",
    begun_at="2026-01-01T10:00:00+00:00",
    ended_at="2026-01-01T11:30:00+00:00",
    ending="handed_in",
    minutes=90,
    results=[Result("N-grams" * 30, "code", "1.0", True, 3, 5, "accepted", 88.0, 81.2, 93.4, None, "paused")],
    criteria=[CriterionResult("Code", [Rating("somebody with a name", 3)], 3.0)],
    opinions=[Opinion("somebody", "yes", "Yes", "很好 <b>&\nSolid.", "2026-01-02T09:30:00+00:00")],
)


@pytest.fixture(scope="module")
def drawn() -> str:
    """What the only page draws."""
    (page,) = re.findall(rb"stream\n(.*?)~>endstream", pdf_of(REPORT), re.DOTALL)
    return zlib.decompress(base64.a85decode(page)).decode("latin-1")


@pytest.mark.parametrize(
    "text",
    ["李雷", "2026-01-01 10:00 UTC – 2026-01-01 11:30 UTC (", "2026-01-02 09:30 UTC", "<b>&", "paused"],
)
def test_what_is_reported_stands_there(drawn: str, text: str) -> None:
    plain = re.sub(r"\\(\d{3}|.)", lambda one: chr(int(one[1], 8)) if one[1].isdecimal() else one[1], drawn)
    assert text.encode("utf-16-be") in plain.encode("latin-1")


def test_tables_are_as_wide_as_the_text(drawn: str) -> None:
    begins = [float(x) for x in re.findall(r"^1 0 0 1 ([\d.]+) \d{3}[\d.]* cm$", drawn, re.MULTILINE)]
    lines = re.findall(r"n ([\d.]+) [\d.]+ m ([\d.]+) [\d.]+ l S", drawn)
    assert begins == pytest.approx([MARGIN] * len(begins), abs=0.01)
    assert [float(x) for x in sum(lines, ())] == pytest.approx([0, WIDTH] * len(lines), abs=0.01)
    assert (len(begins) > 5, len(lines)) == (True, 4)
