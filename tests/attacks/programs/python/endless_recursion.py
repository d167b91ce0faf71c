"""Recurses until the stack is used up.

Expected: runtime_error
"""

import sys
import threading

sys.setrecursionlimit(2**31 - 1)
threading.stack_size(64 * 1024)


def down(depth):
    return down(depth + 1) + 1


class Deep:
    def __repr__(self):
        return repr(self)


repr(Deep())

# --- honest ---
