"""Ignores what can be ignored, then stops itself: nobody is there to end it but the kernel.

Expected: wall_time_limit
"""

import os
import signal

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGSTOP)

# --- honest ---
