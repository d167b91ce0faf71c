"""Holds a lock of its open file on a range of bytes: such a lock belongs to no process."""

import fcntl
import struct
import time

with open("/work/locked", "w") as file:
    wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0xB17, 1, 0)
    fcntl.fcntl(file, 37, wanted)  # F_OFD_SETLK
    print("held", flush=True)
    time.sleep(3)

# --- honest ---
