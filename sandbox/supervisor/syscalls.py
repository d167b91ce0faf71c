"""A second seccomp filter, for the candidate alone: engines of some ages let through what nobody needs.

It refuses io_uring (which goes round other filters), sockets to anywhere but this container (a VSOCK
reaches the hypervisor) and calls of another architecture, whose numbers mean something else. The
engine's own filter stays in force beside it. Classic BPF, see seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

PR_SET_SECCOMP, MODE_FILTER = 22, 2
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
IO_URING = (425, 426, 427)
X32 = 0x40000000
FAMILIES = (1, 2, 10, 16)  # unix, IPv4, IPv6 and netlink, none of which leads out of the container


def program(machine: str) -> bytes:
    """Return the filter for ``machine``. Each jump names how many instructions it skips."""
    architecture, socket = SOCKET[machine]
    lines = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, NUMBER),
    ]
    for code, value in [(AT_LEAST, X32), *((EQUAL, number) for number in IO_URING)]:
        lines += [(code, 0, 1, value), (RETURN, 0, 0, REFUSE)]
    lines += [(EQUAL, 1, 0, socket), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, FIRST_ARGUMENT)]
    for family in FAMILIES:
        lines += [(EQUAL, 0, 1, family), (RETURN, 0, 0, ALLOW)]
    lines += [(RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def restrict() -> None:
    """Put the filter on this process and all that it starts. It cannot be taken off again.

    Raises:
        OSError: the kernel refuses it.
        KeyError: there is no filter for this machine.
    """
    code = program(os.uname().machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.c_char_p(header), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")
