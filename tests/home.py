"""A state folder of its own for every test run, set before Django reads its settings (see addopts)."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="tuneroom-test-"))
os.environ["TUNEROOM_HOME"] = str(HOME)
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

# A kind of problem and a sandbox that exist only here, found by their entry points like any other.
sys.path.insert(0, str(Path(__file__).parent / "support"))
