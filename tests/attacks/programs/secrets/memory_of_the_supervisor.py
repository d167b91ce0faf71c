"""Reads and changes the supervisor's memory, by every way there is.

Expected: honest
Must show: refused: attach
"""

import os

# --- attempt ---
attempt("open memory", open, "/proc/1/mem", "rb")
attempt("maps", lambda: open("/proc/1/maps").read(100))
attempt("map files", os.listdir, "/proc/1/map_files")
attempt("stack", lambda: open("/proc/1/stack").read())
attempt("system call", lambda: open("/proc/1/syscall").read())
attempt("auxiliary vector", lambda: open("/proc/1/auxv", "rb").read())
attempt("attach", call, 101, 16, 1, 0, 0)
attempt("seize", call, 101, 0x4206, 1, 0, 0)
buffer = ctypes.create_string_buffer(64)
vector = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 64)
there = (ctypes.c_size_t * 2)(0x400000, 64)
attempt("process_vm_readv", call, 310, 1, vector, 1, there, 1, 0)
attempt("process_vm_writev", call, 311, 1, vector, 1, there, 1, 0)
attempt("kcmp", call, 312, 1, os.getpid(), 0, 0, 1)

# --- honest ---
