"""Expected: no effect.

Leaves a thread that sleeps for hours and an exit handler that spoils the exit code.
"""

import atexit
import os
import threading
import time

threading.Thread(target=time.sleep, args=(10_000,)).start()
atexit.register(os._exit, 3)
