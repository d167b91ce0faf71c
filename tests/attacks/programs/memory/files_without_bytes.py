"""Makes empty files in /dev/shm for ever: no byte in any of them, but the kernel remembers each.

Expected: cpu_time_limit or memory_limit or honest
"""

import os

# --- honest ---
try:
    for number in range(10_000_000):
        os.mknod(f"/dev/shm/{number}")
except OSError as problem:
    print(problem.strerror, "after", number)
