"""Mounts, binds, moves and unmounts, by the old and the new calls.

Expected: honest
Must show: refused: mount EPERM
"""

import os

# --- attempt ---
os.makedirs("/work/here", exist_ok=True)
attempt("mount", call, 165, b"none", b"/work/here", b"tmpfs", 0, 0)
attempt("mount proc", call, 165, b"proc", b"/work/here", b"proc", 0, 0)
attempt("mount the disk", call, 165, b"/dev/vda", b"/work/here", b"ext4", 0, 0)
attempt("bind", call, 165, b"/proc/1/root", b"/work/here", 0, 4096, 0)
attempt("remount", call, 165, b"/", b"/", 0, 32, 0)
attempt("unmount", call, 166, b"/box", 2)
attempt("pivot_root", call, 155, b"/work", b"/work/here")
attempt("chroot", call, 161, b"/work/here")
attempt("fsopen", call, 430, b"tmpfs", 0)
attempt("open_tree", call, 428, -100, b"/", 1)
attempt("move_mount", call, 429, -100, b"/work", -100, b"/tmp", 0)
attempt("mount_setattr", call, 442, -100, b"/", 0, 0, 0)

# --- honest ---
