"""Empty files until there can be no more.

Expected: bad_artifact
"""

import contextlib
import os
import time

with contextlib.suppress(OSError):
    for number in range(10_000_000):
        os.mknod(f"/work/{number}")
time.sleep(1)

# --- honest ---
