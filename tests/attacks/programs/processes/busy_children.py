"""Twelve children compute for ever while their parent waits.

Expected: cpu_time_limit
"""

import os

for _ in range(12):
    if os.fork() == 0:
        while True:
            pass
os.wait()

# --- honest ---
