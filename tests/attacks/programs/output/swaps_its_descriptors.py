"""Prints where the answers belong and answers where it prints.

Expected: bad_artifact or runtime_error or rejected
"""

import os

os.dup2(4, 9)
os.dup2(1, 4)
os.dup2(9, 1)
print("swapped", flush=True)

# --- honest ---
