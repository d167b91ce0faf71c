"""Fills memory with a file, then the kernel's own with pipes: it may be the supervisor that is killed for it.

Expected: memory_limit
"""

import os

with open("/proc/self/oom_score_adj", "w") as file:
    file.write("0")
with open("/dev/shm/full", "wb") as file:
    file.write(bytes(186 << 20))
while True:
    pipe = os.pipe()[1]
    os.set_blocking(pipe, False)
    try:
        while True:
            os.write(pipe, bytes(65536))
    except BlockingIOError:
        continue

# --- honest ---
