"""Becomes root, gets capabilities, and drops what keeps it from both.

Expected: honest
Must show: refused: setuid EPERM
"""

import os

# --- attempt ---
attempt("setuid", os.setuid, 0)
attempt("setgid", os.setgid, 0)
attempt("setgroups", os.setgroups, [0])
attempt("setresuid", os.setresuid, -1, 0, -1)
attempt("another candidate", os.setuid, os.getuid() + 1)
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
attempt("capset", call, 126, header, (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6))
attempt("ambient", call, 157, 47, 2, 21, 0, 0)
attempt("new privileges again", call, 157, 38, 0, 0, 0, 0)
attempt("no filter", call, 157, 22, 0, 0, 0, 0)
attempt("keep capabilities", lambda: call(157, 8, 1, 0, 0, 0) or os.setuid(0))
attempt("secure bits", call, 157, 28, 0x2F, 0, 0, 0)
status = open("/proc/self/status").read()
for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
    value = int(status.partition(f"{name}:")[2].split()[0], 16)
    if value:
        print("SUCCEED" + "ED:", name, hex(value))
print("groups", os.getgroups(), os.getresuid())
if 0 in (*os.getgroups(), *os.getresuid(), *os.getresgid()):
    print("SUCCEED" + "ED: root")

# --- honest ---
