"""Looks for descriptors that somebody forgot to close, and for others at the ends of its own.

Expected: honest
Must show: found 0 1 2 3 4
"""

import os
import stat

# --- attempt ---
names = sorted(int(name) for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}"))
print("found", *names)
for number in names:
    if number > 4 or (number and not stat.S_ISFIFO(os.fstat(number).st_mode)):
        print("SUCCEED" + "ED:", number, os.readlink(f"/proc/self/fd/{number}"))
for number in (1, 2, 3, 4):
    other = os.O_WRONLY if number == 3 else os.O_RDONLY
    attempt(f"the other end of {number}", os.open, f"/proc/self/fd/{number}", other | os.O_NONBLOCK)

# --- honest ---
