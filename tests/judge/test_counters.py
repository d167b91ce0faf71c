"""Counters are shared by processes, and no reason to refuse anybody where they cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.core.cache import cache

from judge.counters import CounterFiles
from judge.env import ROOT

PROGRAM = (
    "import django; django.setup(); from django.core.cache import cache; cache.set('told', 'by another')"
)


def test_what_one_process_counts_another_sees() -> None:
    """The server has several; with counters of its own each would let as many calls through."""
    asked = os.environ | {"DJANGO_SETTINGS_MODULE": "judge.settings"}
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, cwd=ROOT, env=asked)
    assert cache.get("told") == "by another"
    cache.clear()


def test_where_nothing_can_be_written_nothing_is_counted(tmp_path: Path) -> None:
    nowhere = CounterFiles(str(tmp_path), {})
    nowhere._dir = "/proc/nowhere"
    nowhere.set("calls", [1])
    assert nowhere.get("calls") is None


def test_where_there_are_too_many_those_go_whose_time_is_over(tmp_path: Path) -> None:
    counters = CounterFiles(str(tmp_path), {"max_entries": 30})
    for number in range(5):
        counters.set(f"going-{number}", number, 60)
    for number in range(100):
        counters.set(f"over-{number}", number, -1)
    assert [counters.get(f"going-{number}") for number in range(5)] == [0, 1, 2, 3, 4]
    assert len([*tmp_path.iterdir()]) <= 30
