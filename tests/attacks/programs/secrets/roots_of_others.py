"""Goes through the roots, folders and descriptors of other processes.

Expected: honest
Must show: refused: root of 1
"""

import os

# --- attempt ---
for pid in (1, 2, "self/../1", f"{os.getpid()}/../1"):
    for name in ("root", "cwd"):
        attempt(f"{name} of {pid}", os.listdir, f"/proc/{pid}/{name}/")
    attempt(f"program of {pid}", os.readlink, f"/proc/{pid}/exe")
    attempt(f"descriptors of {pid}", os.listdir, f"/proc/{pid}/fd")
    attempt(f"their places of {pid}", os.listdir, f"/proc/{pid}/fdinfo")
pid_file = attempt("pidfd_getfd", lambda: call(438, os.pidfd_open(1), 0, 0))

# --- honest ---
