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
