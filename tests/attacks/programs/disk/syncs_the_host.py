"""Has the kernel write out all of the host's disks, again and again, in calls that cannot be killed.

Expected: honest or cpu_time_limit or wall_time_limit
"""

import os
import time

if os.fork() == 0:
    until = time.monotonic() + 2
    while time.monotonic() < until:
        os.sync()
    os._exit(0)
os.wait()

# --- honest ---
