import atexit
import os
import threading
import time

threading.Thread(target=time.sleep, args=(10_000,)).start()
atexit.register(os._exit, 3)
