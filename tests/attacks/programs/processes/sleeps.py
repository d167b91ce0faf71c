"""Sleeps past the wall limit, and so do its threads and children.

Expected: wall_time_limit
"""

import os
import threading
import time

threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
os.fork()
time.sleep(600)

# --- honest ---
