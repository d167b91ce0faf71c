"""The housekeeper goes on whatever its rounds meet, and is one process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from judge.env import ROOT


def test_scheduler_outlives_a_database_without_tables_and_stops_when_told(tmp_path: Path) -> None:
    env = os.environ | {"TUNEROOM_HOME": str(tmp_path), "TUNEROOM_REAP_SECONDS": "0.5"}
    argv = [sys.executable, "manage.py", "scheduler"]
    log = tmp_path / "log"
    with (
        log.open("wb") as file,
        subprocess.Popen(argv, cwd=ROOT, env=env, stdout=file, stderr=file) as process,
    ):
        deadline = time.monotonic() + 60
        while log.read_text().count("reaper: the database did not answer") < 2:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        alone = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        process.send_signal(signal.SIGTERM)
        assert (alone, process.wait(10)) == ("", 0)
