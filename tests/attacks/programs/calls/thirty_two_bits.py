"""Makes system calls in the numbers of other architectures, by machine code of its own.

Expected: honest
Must show: int 0x80 (refused|killed)
"""

import mmap
import os

# --- attempt ---
# getpid is 20 for int 0x80, mount 21, socketcall 102; x32 has bit 30 set.
for name, code in {
    "int 0x80": bytes.fromhex("b814000000cd80c3"),
    "int 0x80 mount": bytes.fromhex("b815000000cd80c3"),
    "int 0x80 socketcall": bytes.fromhex("b86600000031db31c9cd80c3"),
}.items():
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    entry = ctypes.addressof(ctypes.c_char.from_buffer(page))
    if (child := os.fork()) == 0:
        os._exit(ctypes.CFUNCTYPE(ctypes.c_int)(entry)() >= 0)
    status = os.waitpid(child, 0)[1]
    if status == 256:
        print("SUCCEED" + "ED:", name)
    print(name, "refused" if status == 0 else "killed")
for name, given in {"x32 getpid": (39,), "x32 socket": (41, 40, 1, 0)}.items():
    if (child := os.fork()) == 0:  # which may be killed for it
        attempt(name, call, 0x40000000 + given[0], *given[1:])
        os._exit(0)
    print(name, "killed" if os.waitpid(child, 0)[1] else "ended")
attempt("a number beyond all", call, 4000)

# --- honest ---
