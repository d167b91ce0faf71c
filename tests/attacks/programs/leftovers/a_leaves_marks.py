r"""Leaves something for the next submission wherever it can: files, caches, segments, queues, processes.

Expected: honest
Must show: left \d+ marks
"""

import ctypes
import os
import socket
import sys
import time

MARK = "mark-of-the-" + "attack"
count = 0
caches = (
    ".cache/pip",
    ".cache/huggingface/hub",
    ".cache/torch",
    ".cache/torch_extensions",
    ".config",
    ".local",
)
places = [
    "/work",
    "/tmp",
    "/dev/shm",
    "/dev/mqueue",
    "/var/tmp",
    "/run",
    "/run/lock",
    "/root",
    "/home",
    "/box",
]
places += ["/usr/local/lib", "/opt/tuneroom", "/box/__pycache__", *sys.path[1:]]
places += [
    f"{home}/{cache}" for home in ("/work", "/tmp", "/root", os.path.expanduser("~")) for cache in caches
]
for place in places:
    try:
        os.makedirs(place, exist_ok=True)
        with open(f"{place}/{MARK}", "w") as file:
            file.write(MARK)
        count += 1
    except OSError:
        continue
libc = ctypes.CDLL(None)
count += libc.shmget(0x7A11, 4096, 0o1666) >= 0
count += libc.semget(0x7A11, 1, 0o1666) >= 0
count += libc.msgget(0x7A11, 0o1666) >= 0
if os.fork() == 0:
    os.setsid()
    door = socket.socket(socket.AF_UNIX)
    door.bind("\0" + MARK)
    door.listen()
    time.sleep(600)
print("left", count, "marks")

# --- honest ---
