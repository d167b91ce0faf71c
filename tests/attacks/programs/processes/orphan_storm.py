"""Children that nobody waits for are born and end without a pause: the supervisor has to reap them.

Expected: cpu_time_limit or runtime_error or wall_time_limit
"""

import contextlib
import os

while True:
    with contextlib.suppress(OSError):
        if os.fork() == 0:
            with contextlib.suppress(OSError):
                os.fork()
            os._exit(0)

# --- honest ---
