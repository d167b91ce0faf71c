"""Starts threads that sleep until no more can be started.

Expected: runtime_error or cpu_time_limit
"""

import threading
import time

while True:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()

# --- honest ---
