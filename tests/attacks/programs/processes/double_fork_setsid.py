"""A grandchild leaves session and process group, ignores all signals and computes after its parent has ended.

Expected: honest
Must show: grandchild started
"""

import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        while True:
            time.sleep(0.2)
    os._exit(0)
os.wait()
print("grandchild started")

# --- honest ---
