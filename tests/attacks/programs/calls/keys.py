"""Keeps a key in the kernel, where the next user of this uid could find it.

Expected: honest
Must show: refused: add_key EPERM
"""

# --- attempt ---
attempt("add_key", call, 248, b"user", b"attack", b"bit", 3, -4)
attempt("request_key", call, 249, b"user", b"attack", 0, -4)
attempt("keyctl", call, 250, 1, b"attack")
attempt("persistent", call, 250, 22, -1, -2)

# --- honest ---
