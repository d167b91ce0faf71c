"""NUL, escape sequences, half characters and signs that turn the text around.

Expected: honest
Must show: here it comes
"""

import os

os.write(
    1, "here it comes \0 \x1b[2J\x1b]0;title\x07 \x9b31m \u202egnp.exe \u2066 \ufeff \U000e0041\n".encode()
)
os.write(1, b"\xff\xfe\xc0\x80\xed\xa0\x80\xf5\x90\x80\x80 \xe4\xb8")
os.write(2, bytes(range(256)))

# --- honest ---
