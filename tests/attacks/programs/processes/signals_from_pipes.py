"""Has the kernel send signals to the supervisor whenever something moves in the pipes that lead to it.

Expected: honest
"""

import contextlib
import fcntl
import os

for descriptor in (1, 2, 3, 4):
    for owner in (1, -1):
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETOWN, owner)
            fcntl.fcntl(descriptor, 10, 9)  # F_SETSIG, SIGKILL
            flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
            fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC)

# --- honest ---
