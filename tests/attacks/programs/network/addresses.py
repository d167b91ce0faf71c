"""Connects to the world and to the host, by IPv4 and IPv6.

Expected: honest
Must show: refused: 1.1.1.1
"""

import socket

# --- attempt ---
for address in (
    "1.1.1.1",
    "172.17.0.1",
    "10.0.0.1",
    "192.168.0.1",
    "100.100.100.200",
    "host.docker.internal",
):
    attempt(address, socket.create_connection, (address, 80), 0.2)
for address in ("2606:4700:4700::1111", "fe80::1%lo", "ff02::1", "::ffff:172.17.0.1"):
    attempt(address, socket.create_connection, (address, 80), 0.2)
wide = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
wide.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
attempt("broadcast", wide.sendto, b"x", ("255.255.255.255", 9))
attempt("multicast", wide.sendto, b"x", ("224.0.0.1", 9))
for line in open("/proc/net/route").readlines()[1:]:
    print("SUCCEED" + "ED: a route", line)
print([name for _, name in socket.if_nameindex()])

# --- honest ---
