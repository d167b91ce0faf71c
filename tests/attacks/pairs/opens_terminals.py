"""Moves counters that the kernel keeps for the whole machine: terminals and open files."""

import os
import time

held = []
for _ in range(40):
    try:
        held.append(os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        break
files = [os.open("/dev/null", os.O_RDONLY) for _ in range(900)]
print("opened", len(held), len(files), flush=True)
time.sleep(3)

# --- honest ---
