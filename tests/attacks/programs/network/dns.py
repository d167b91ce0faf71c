"""Asks name servers, which would carry words out.

Expected: honest
Must show: refused: a name
"""

import socket

# --- attempt ---
attempt("a name", socket.getaddrinfo, "example.org", 443)
attempt("a secret in a name", socket.gethostbyname, "hidden-words.example.org")
question = b"\0\1\1\0\0\1\0\0\0\0\0\0\7example\3org\0\0\1\0\1"
for server in ("8.8.8.8", "127.0.0.11", "127.0.0.53", "172.17.0.1"):
    plain = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    plain.settimeout(0.1)

    def ask(plain=plain, server=server):
        plain.sendto(question, (server, 53))
        return plain.recv(512)

    attempt(server, ask)

# --- honest ---
