"""Eight threads compute at once, outside of Python's lock: their CPU time is one sum.

Expected: cpu_time_limit
"""

import hashlib
import threading

text = bytes(10_000_000)
threads = [threading.Thread(target=lambda: [hashlib.sha256(text) for _ in range(10_000)]) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# --- honest ---
