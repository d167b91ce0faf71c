"""Programs in the kernel, page faults handled by itself, counters and traces of everybody.

Expected: honest
Must show: refused: bpf EPERM
"""

# --- attempt ---
buffer = ctypes.create_string_buffer(b"\x01\0\0\0\x70\0\0\0" + bytes(120))
attempt("bpf", call, 321, 0, buffer, 120)
attempt("bpf program", call, 321, 5, buffer, 120)
attempt("userfaultfd", call, 323, 0)
attempt("userfaultfd for users", call, 323, 1)
attempt("perf_event_open", call, 298, buffer, 0, -1, -1, 0)
attempt("perf of pid 1", call, 298, buffer, 1, -1, -1, 0)
attempt("fanotify", call, 300, 0, 0)
attempt("lookup_dcookie", call, 212, 0, buffer, 100)
attempt("acct", call, 163, b"/work/acct")
attempt("syslog", call, 103, 3, buffer, 100)
attempt("kexec_load", call, 246, 0, 0, 0, 0)

# --- honest ---
