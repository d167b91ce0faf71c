"""Knocks at every port of the machine that it believes to be on: web, broker and database among them.

Expected: honest
Must show: knocked at 65535
"""

import socket

count = 0
for port in range(1, 65536):
    knock = socket.socket()
    knock.setblocking(False)
    if knock.connect_ex(("127.0.0.1", port)) == 0:
        print("SUCCEED" + "ED:", port)
    knock.close()
    count += 1
print("knocked at", count)

# --- honest ---
