"""Forks for ever; the children do the same.

Expected: cpu_time_limit or runtime_error
"""

import contextlib
import os

while True:
    with contextlib.suppress(OSError):
        os.fork()

# --- honest ---
