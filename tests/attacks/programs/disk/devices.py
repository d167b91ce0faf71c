"""Makes device files, and opens those that there are.

Expected: honest
Must show: refused: a disk
"""

import os
import stat

# --- attempt ---
for folder in ("/work", "/tmp", "/dev", "/dev/shm"):
    for name, kind, major, minor in (
        ("a disk", stat.S_IFBLK, 254, 0),
        ("memory", stat.S_IFCHR, 1, 1),
        ("kernel log", stat.S_IFCHR, 1, 11),
        ("null", stat.S_IFCHR, 1, 3),
    ):
        attempt(name, os.mknod, f"{folder}/{major}.{minor}", kind | 0o666, os.makedev(major, minor))
for name in (
    "mem",
    "kmem",
    "kmsg",
    "vda",
    "sda",
    "fuse",
    "kvm",
    "net/tun",
    "loop-control",
    "vsock",
    "vhost-net",
):
    attempt(name, os.open, f"/dev/{name}", os.O_RDONLY)
attempt("the console", os.open, "/dev/console", os.O_RDWR)

# --- honest ---
