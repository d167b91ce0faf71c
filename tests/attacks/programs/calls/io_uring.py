"""Asks for a ring that makes calls past the filters.

Expected: honest
Must show: refused: setup EPERM
"""

# --- attempt ---
attempt("setup", call, 425, 8, ctypes.create_string_buffer(256))
attempt("enter", call, 426, 0, 1, 1, 0, 0, 0)
attempt("register", call, 427, 0, 0, 0, 0)

# --- honest ---
