"""Turns the machine off, its clock back, its name around, and loads modules into its kernel.

Expected: honest
Must show: refused: reboot EPERM
"""

# --- attempt ---
now = (ctypes.c_long * 2)(0, 0)
attempt("reboot", call, 169, 0xFEE1DEAD, 672274793, 0x4321FEDC, 0)
attempt("settimeofday", call, 164, now, 0)
attempt("clock_settime", call, 227, 0, now)
attempt("sethostname", call, 170, b"attack", 6)
attempt("setdomainname", call, 171, b"attack", 6)
attempt("init_module", call, 175, b"", 0, b"")
attempt("finit_module", call, 313, 0, b"", 0)
attempt("delete_module", call, 176, b"ext4", 0)
attempt("swapon", call, 167, b"/work/swap", 0)
attempt("quotactl", call, 179, 0, 0, 0, 0)
attempt("iopl", call, 172, 3)
attempt("ioperm", call, 173, 0, 1024, 1)
attempt("personality", call, 135, 0x0040000)
attempt(
    "open_by_handle_at", call, 304, -100, ctypes.create_string_buffer(b"\x08\0\0\0\1\0\0\0" + bytes(8)), 0
)
attempt("vhangup", call, 153)
attempt("nfsservctl", call, 180, 0, 0, 0)
attempt("move_pages of pid 1", call, 279, 1, 0, 0, 0, 0, 0)
attempt("migrate_pages of pid 1", call, 256, 1, 0, 0, 0)
attempt("set_mempolicy", call, 238, 0, 0, 0)

# --- honest ---
