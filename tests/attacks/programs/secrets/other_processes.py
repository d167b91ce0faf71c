"""Counts the processes, users and sessions that it can see.

Expected: honest
Must show: sees 2
"""

import os

pids = [pid for pid in os.listdir("/proc") if pid.isdecimal()]
print("sees", len(pids))
for pid in set(pids) - {"1", str(os.getpid())}:
    print("SUCCEED" + "ED:", open(f"/proc/{pid}/cmdline").read())
for path in (
    "/var/run/utmp",
    "/run/docker.sock",
    "/var/run/docker.sock",
    "/var/lib/docker",
    "/run/containerd",
):
    if os.path.exists(path):
        print("SUCCEED" + "ED:", path)

# --- honest ---
