"""Burns CPU time in one short child after another: none of them lives when the time is looked at.

Expected: cpu_time_limit
"""

import os
import time

while True:
    if os.fork() == 0:
        while time.process_time() < 0.05:
            pass
        os._exit(0)
    os.wait()

# --- honest ---
