"""Leaves children that are stopped, and one that is traced and stopped.

Expected: honest
Must show: stopped
"""

import ctypes
import os
import signal
import time

libc = ctypes.CDLL(None)
for traced in (False, False, True):
    if (child := os.fork()) == 0:
        if traced:
            libc.ptrace(0, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(600)
time.sleep(0.1)
print("stopped")

# --- honest ---
