"""Alarms that fire while it is judged, and exceptions raised in the harness from another thread.

Expected: runtime_error or bad_artifact or honest
"""

import ctypes
import signal
import threading
import time

signal.signal(signal.SIGALRM, lambda *given: None)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)


def raise_there(main=threading.main_thread().ident):
    time.sleep(0.2)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(main), ctypes.py_object(KeyboardInterrupt))


threading.Thread(target=raise_there, daemon=True).start()

# --- honest ---
