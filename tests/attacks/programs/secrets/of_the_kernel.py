"""Asks the kernel for its log, its symbols, its memory, its keys and the host's mounts.

Expected: honest
Must show: refused: log
Must not show: /home|/root/|/work/(?!full|link|stolen)
"""

import errno
import os


def first_byte(path):
    with open(path, "rb") as file:
        if found := file.read(1):
            return found
    raise PermissionError(errno.EACCES, "hidden")


# --- attempt ---
buffer = ctypes.create_string_buffer(4096)
attempt("log", call, 103, 3, buffer, 4096)
for path in (
    "/dev/kmsg",
    "/proc/kmsg",
    "/proc/kcore",
    "/proc/kpagecount",
    "/proc/vmallocinfo",
    "/proc/slabinfo",
):
    attempt(path, first_byte, path)
with open("/proc/kallsyms") as file:
    line = file.readline()
    print("symbols at", line.split()[0])
    if int(line.split()[0], 16):
        print("SUCCEED" + "ED: addresses")
for path in ("/proc/keys", "/proc/timer_list", "/proc/sched_debug"):
    content = open(path).read() if os.path.exists(path) else ""
    if content:
        print("SUCCEED" + "ED:", path, content[:100])
for line in open("/proc/self/mountinfo"):
    root, point, options = line.split()[3:6]
    if "rw" in options.split(",") and not point.startswith(
        ("/proc", "/dev", "/box", "/work", "/tmp", "/sys")
    ):
        print("SUCCEED" + "ED: writable", point, root)

# --- honest ---
