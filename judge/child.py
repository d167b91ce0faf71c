"""``child.py PARENT COMMAND...``: become COMMAND, but end when the process PARENT does.

Run as a script by ``judge.processes``; imports nothing of ours, since it is gone at once.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # prctl(2); kept across execve(2)

if __name__ == "__main__":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(sys.argv[1]):
        sys.exit("the parent has ended")
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - the command is our own
