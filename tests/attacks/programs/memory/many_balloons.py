"""Ten children take 30 MB each: none is large, their sum is.

Expected: memory_limit
"""

import os
import time

for _ in range(10):
    if os.fork() == 0:
        kept = bytearray(b"x") * 30_000_000
        time.sleep(600)
time.sleep(600)

# --- honest ---
