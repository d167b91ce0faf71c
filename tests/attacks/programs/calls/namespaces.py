"""Makes namespaces of its own and enters those of others.

Expected: honest
Must show: refused: user EPERM
"""

import os

# --- attempt ---
KINDS = {"user": 0x10000000, "mount": 0x20000, "net": 0x40000000, "pid": 0x20000000, "ipc": 0x8000000}
KINDS |= {"uts": 0x4000000, "cgroup": 0x2000000, "user and net": 0x50000000}


def clone(flags):
    """A child in new namespaces; it ends at once."""
    pid = call(56, flags | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


for name, flag in KINDS.items():
    attempt(name, call, 272, flag)
    attempt(f"clone {name}", clone, flag)
for name in ("user", "mnt", "net", "pid", "ipc", "uts", "cgroup"):
    for pid in ("1", "self"):
        attempt(
            f"enter {name} of {pid}",
            lambda name=name, pid=pid: call(308, os.open(f"/proc/{pid}/ns/{name}", 0), 0),
        )
attempt("clone3", call, 435, (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, 17), 88)

# --- honest ---
