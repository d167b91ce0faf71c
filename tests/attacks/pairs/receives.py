"""Looks for the bit that the other submission holds up."""

import ctypes
import fcntl
import os
import socket
import time

BIT = "the-" + "bit"
libc = ctypes.CDLL(None)


def look():
    for folder in ("/tmp", "/dev/shm", "/work", "/var/tmp", "/run", "/dev/mqueue"):
        if os.path.exists(f"{folder}/{BIT}"):
            yield folder
    if libc.shmget(0xB17, 0, 0) >= 0 or libc.semget(0xB17, 0, 0) >= 0 or libc.msgget(0xB17, 0) >= 0:
        yield "System V"
    for family, address in ((1, "\0" + BIT), (2, ("127.0.0.1", 4117)), (10, ("::1", 4117))):
        with socket.socket(family) as knock:
            if knock.connect_ex(address) == 0:
                yield address
    for path in (
        "/usr/bin/python3.11",
        "/box/harness.py",
        "/opt/tuneroom/supervisor/main.py",
        "/dev/null",
        "/etc/passwd",
    ):
        with open(path, "rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield f"lock of {path}"


until = time.monotonic() + 2
while time.monotonic() < until:
    for place in look():
        print("SUCCEED" + "ED:", place)
    time.sleep(0.2)
print("looked", flush=True)

# --- honest ---
