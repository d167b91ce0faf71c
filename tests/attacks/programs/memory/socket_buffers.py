"""Fills the buffers of sockets that nobody reads: memory of the kernel's, in no process's own count.

Expected: memory_limit
"""

import contextlib
import os
import socket
import time


def fill():
    kept = []
    with contextlib.suppress(OSError):
        while True:
            kept.append(socket.socketpair())
            kept[-1][0].setblocking(False)
            kept[-1][0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
            with contextlib.suppress(BlockingIOError):
                while kept[-1][0].send(bytes(65536)):
                    pass
    time.sleep(600)


for _ in range(8):
    if os.fork() == 0:
        fill()
time.sleep(600)

# --- honest ---
