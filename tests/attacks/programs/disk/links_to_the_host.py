"""Links out of its folders, and a folder that is a link while it is read.

Expected: honest
Must show: refused: hard link
"""

import os

# --- attempt ---
for place, target in enumerate(
    ("/etc/shadow", "/proc/1/root/etc/shadow", "/proc/1/environ", "../../root/.bashrc")
):
    os.symlink(target, f"/work/link{place}")
    attempt(target, lambda place=place: open(f"/work/link{place}").read())
for target in ("/etc/passwd", "/box/harness.py", "/usr/bin/python3.11", "/proc/self/exe"):
    attempt("hard link", os.link, target, "/work/hard")

# --- honest ---
