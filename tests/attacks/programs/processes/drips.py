"""One byte of output a second, for ever: never silent, never done.

Expected: wall_time_limit
Must show: dd
"""

import os
import time

while True:
    os.write(1, b"d")
    time.sleep(1)

# --- honest ---
