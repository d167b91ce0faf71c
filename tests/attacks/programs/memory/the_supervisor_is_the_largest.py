"""Fills memory by a program much smaller than the supervisor, which the kernel then finds the best to kill.

Expected: memory_limit
"""

import os

with open("/proc/self/oom_score_adj", "w") as file:
    file.write("0")
os.execvp("dd", ["dd", "if=/dev/zero", "of=/dev/shm/balloon", "bs=64k"])

# --- honest ---
