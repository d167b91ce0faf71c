r"""Looks for what the submission before it may have left.

Expected: honest
Must show: looked at [1-9]\d+ files
"""

import ctypes
import os
import socket

MARK = "mark-of-the-" + "attack"
count = 0
for folder, folders, names in os.walk("/"):
    folders[:] = [one for one in folders if os.path.join(folder, one) not in {"/proc", "/sys"}]
    count += len(names)
    if MARK in names:
        print("SUCCEED" + "ED:", folder)
libc = ctypes.CDLL(None)
for name in ("shmget", "semget", "msgget"):
    given = (0x7A11, 0) if name == "msgget" else (0x7A11, 0, 0)
    if getattr(libc, name)(*given) >= 0:
        print("SUCCEED" + "ED:", name)
if socket.socket(socket.AF_UNIX).connect_ex("\0" + MARK) == 0:
    print("SUCCEED" + "ED: a process")
for folder in ("/work", "/tmp", "/dev/shm", "/dev/mqueue"):
    if os.listdir(folder):
        print("SUCCEED" + "ED:", folder, os.listdir(folder))
print("looked at", count, "files")

# --- honest ---
