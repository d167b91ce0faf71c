"""What asks a database more than the ORM does is asked of PostgreSQL, too: by the same tests."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from judge.env import ROOT
from tests.postgresql import postgresql

TESTS = (
    "tests/questions/test_index.py",
    "tests/judge/test_search.py",
    "tests/judge/test_rejudge.py",
    "tests/judge/test_standings.py",
    "tests/judge/test_compare_views.py",
    "tests/interviews/test_review.py",
)


@pytest.mark.slow
def test_the_same_tests_pass_on_postgresql() -> None:
    with postgresql() as url:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *TESTS],
            cwd=ROOT,
            env=os.environ | {"TUNEROOM_DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout
