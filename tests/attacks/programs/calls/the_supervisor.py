"""Kills, stops, traces and slows the supervisor.

Expected: runtime_error
Must show: refused: kill EPERM
"""

import os
import signal

# --- attempt ---
attempt("kill", os.kill, 1, signal.SIGKILL)
attempt("stop", os.kill, 1, signal.SIGSTOP)
attempt("its group", os.killpg, 1, signal.SIGKILL)
attempt("tgkill", call, 234, 1, 1, 9)
attempt("queue", call, 129, 1, 10, ctypes.create_string_buffer(128))
attempt("pidfd", lambda: signal.pidfd_send_signal(os.pidfd_open(1), signal.SIGKILL))
attempt("attach", call, 101, 16, 1, 0, 0)
attempt("affinity", os.sched_setaffinity, 1, {0})
attempt("priority", os.setpriority, os.PRIO_PROCESS, 1, 19)
attempt("io priority", call, 251, 1, 1, 3 << 13)
attempt("process_madvise", lambda: call(440, os.pidfd_open(1), 0, 0, 21, 0))
attempt("process_mrelease", lambda: call(448, os.pidfd_open(1), 0))
if os.fork() == 0:
    os.setsid()
    os.kill(-1, signal.SIGKILL)  # reaches its own kind alone

# --- half ---
