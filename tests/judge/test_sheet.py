"""Files for spreadsheets: what Excel needs to know of them, and what it must not run."""

from __future__ import annotations

import pytest

from judge.sheet import csv_lines


def test_a_file_says_that_it_is_utf_8() -> None:
    file = "".join(csv_lines([["微调", 1], ['a "b"', None]])).encode()
    assert file == b"\xef\xbb\xbf" + '微调,1\r\n"a ""b""",\r\n'.encode()


@pytest.mark.parametrize(
    ("cell", "text"),
    [("=1+1", "'=1+1"), ("＝1", "'＝1"), ("@x", "'@x"), ("-x", "'-x"), (-0.5, "-0.5"), ("a=1", "a=1")],
)
def test_cells_that_a_spreadsheet_would_run_are_text(cell: object, text: str) -> None:
    assert list(csv_lines([[cell]]))[1] == f"{text}\r\n"
