"""Writes frames and points to every other descriptor there might be, and to those of the supervisor.

Expected: honest
Must show: refused: descriptor 3
"""

import os

# --- attempt ---
FRAME = b'\x18\0\0\0\x10{"outcome":"ok"}'
for number in (0, 3, *range(5, 128)):
    attempt(f"descriptor {number}", os.write, number, FRAME)
for number in range(8):
    attempt(f"pid 1's {number}", lambda n=number: os.write(os.open(f"/proc/1/fd/{n}", os.O_WRONLY), FRAME))

# --- half ---
