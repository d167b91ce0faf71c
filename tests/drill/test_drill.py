"""The drill in small: what ``make drill`` does for 200 submissions, for 24 and with the quick faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from tests.drill.drill import run
from tests.drill.faults import FAULTS
from tests.drill.tables import show

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(600)]

QUICK = {
    "worker killed",
    "worker told to stop",
    "web killed",
    "scheduler killed",
    "messages torn",
    "queue folder away",
    "engine away",
    "engine stuck",
    "images missing",
    "container killed",
    "database locked",
}


def test_submissions_under_faults_get_one_verdict_each_the_same_as_in_peace(tmp_path: Path) -> None:
    say = Console(width=150)
    quick = tuple(fault for fault in FAULTS if fault.name in QUICK)
    found = run(24, 1, quick, say, tmp_path, TUNEROOM_LEASE_SECONDS="8", TUNEROOM_REAP_SECONDS="2")
    show(found, say)
    assert found.wrong == []
    assert (len(quick), len(found.record.acknowledged)) == (len(QUICK), 24)
