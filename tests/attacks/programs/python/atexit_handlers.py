"""Handlers and threads that go off at the end, and would change how it ended.

Expected: honest
"""

import atexit
import os
import threading
import time


def spoil():
    os.write(4, b"garbage at the end")
    os._exit(3)


atexit.register(spoil)
threading._register_atexit(spoil)
threading.Thread(target=time.sleep, args=(600,)).start()


class Spoiler:
    def __del__(self):
        spoil()


spoiler = Spoiler()

# --- honest ---
