"""Fills shared segments of System V; they outlive the process that made them.

Expected: memory_limit or runtime_error
"""

import ctypes

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
while True:
    segment = libc.shmget(0, 16_000_000, 0o1600)
    ctypes.memset(libc.shmat(segment, None, 0), 1, 16_000_000)

# --- honest ---
