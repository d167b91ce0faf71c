"""Asks for a better priority, real time, and higher limits, for itself and for the supervisor.

Expected: honest
Must show: refused: nice
"""

import os
import resource

# --- attempt ---
attempt("nice", os.setpriority, os.PRIO_PROCESS, 0, -20)
attempt("nice of pid 1", os.setpriority, os.PRIO_PROCESS, 1, 19)
attempt("real time", os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(50))
for kind in ("NPROC", "NOFILE", "CORE", "MEMLOCK", "MSGQUEUE", "NICE", "RTPRIO"):
    number = getattr(resource, f"RLIMIT_{kind}", None)
    if number is not None:
        hard = resource.getrlimit(number)[1]
        if hard != resource.RLIM_INFINITY:
            attempt(f"limit {kind}", resource.setrlimit, number, (hard, hard + 1))
attempt("limits of pid 1", resource.prlimit, 1, resource.RLIMIT_NOFILE, (16, 16))
attempt("oom score of pid 1", put, "/proc/1/oom_score_adj", "1000")
attempt("oom score below all", put, "/proc/self/oom_score_adj", "-1000")
for name in ("cpu/cpu.cfs_quota_us", "memory/memory.limit_in_bytes", "cpu.max", "memory.max", "cgroup.procs"):
    attempt(f"group {name}", put, f"/sys/fs/cgroup/{name}", "-1")

# --- honest ---
