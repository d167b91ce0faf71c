"""Reads the environments and command lines of all processes, and its own.

Expected: honest
Must show: refused: environment of 1
Must not show: ATTACK_CANARY
"""

import os

# --- attempt ---
own = str(os.getpid())
for pid in filter(str.isdecimal, os.listdir("/proc")):
    print(pid, open(f"/proc/{pid}/cmdline", "rb").read())
    if pid != own:
        attempt(f"environment of {pid}", lambda pid=pid: open(f"/proc/{pid}/environ").read())
allowed = {"PATH", "HOME", "LANG", "LC_CTYPE", "PYTHONHASHSEED", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
print({name: value for name, value in os.environ.items() if name not in allowed})
for name in set(os.environ) - allowed:
    if any(word in name for word in ("KEY", "TOKEN", "SECRET", "TUNEROOM", "DJANGO", "URL", "CANARY")):
        print("SUCCEED" + "ED:", name)

# --- honest ---
