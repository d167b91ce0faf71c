"""Ten children have ended and are never waited for.

Expected: honest
Must show: 10 zombies
"""

import os

count = 0
for _ in range(10):
    if os.fork() == 0:
        os._exit(0)
    count += 1
print(count, "zombies")

# --- honest ---
