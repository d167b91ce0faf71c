"""Knocks at every port of the machine that it believes to be on: web, broker and database among them.

Expected: honest
Must show: knocked at 65535
"""

import socket

count = 0
knock = socket.socket()  # one that was refused may knock again, which saves most of a second
for port in range(1, 65536):
    if knock.connect_ex(("127.0.0.1", port)) == 0:
        if knock.getsockname() != knock.getpeername():  # else it was given the port that it knocks at: itself
            print("SUCCEED" + "ED:", port)
        knock = socket.socket()
    count += 1
print("knocked at", count)

# --- honest ---
