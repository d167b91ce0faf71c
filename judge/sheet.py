"""Tables to take away, for spreadsheets: rows of plain values as a CSV file. Reads no database."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

CSV = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
"""At the beginning of a file, it tells Excel that this is UTF-8; without, Chinese is read as the code page of
the machine."""
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # Excel takes the wide ones for the others


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The file, a line a row. A cell that a spreadsheet would take for a formula is text."""
    yield BYTE_ORDER_MARK
    writer = csv.writer(_Lines())
    for row in rows:
        yield writer.writerow([_plain(cell) for cell in row])


class _Lines:
    """What ``csv.writer`` writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA else cell
