"""A child of its own session keeps the output pipes open and sleeps on.

Expected: honest
Must show: daemon started
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    time.sleep(600)
    os._exit(0)
print("daemon started")

# --- honest ---
