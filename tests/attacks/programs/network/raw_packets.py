"""Makes packets by hand, changes the network's set-up, and asks the kernel for other networks.

Expected: honest
Must show: refused: raw
"""

import fcntl
import socket
import struct

# --- attempt ---
attempt("raw", socket.socket, socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
attempt("packet", socket.socket, 17, socket.SOCK_RAW, 0x300)
attempt("bluetooth", socket.socket, 31, socket.SOCK_RAW, 1)
attempt("vsock", socket.socket, 40, socket.SOCK_STREAM)
attempt("crypto", socket.socket, 38, socket.SOCK_SEQPACKET)
attempt("can", socket.socket, 29, socket.SOCK_RAW, 1)
attempt("xdp", socket.socket, 44, socket.SOCK_RAW, 0)
plain = socket.socket()
up = struct.pack("16sh14x", b"tunl0", 1)
attempt("interface up", fcntl.ioctl, plain, 0x8914, up)
attempt("address", fcntl.ioctl, plain, 0x8916, struct.pack("16sh2x4s8x", b"lo", 2, b"\x0a\0\0\1"))
with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as route:
    header = struct.pack("IHHIIBxHiII", 32, 16, 5, 1, 0, 0, 0, 1, 1, 1)  # RTM_NEWLINK: lo down
    route.send(header[:32])
    (code,) = struct.unpack_from("i", route.recv(4096), 16)
    print("netlink says", code)
    if code == 0:
        print("SUCCEED" + "ED: netlink")

# --- honest ---
