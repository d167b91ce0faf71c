"""Reads from address 0: the kernel ends it, and may write its memory to a file.

Expected: runtime_error
Must show: SIGSEGV
"""

import ctypes

ctypes.string_at(0)

# --- honest ---
