"""The parent exits with 0 at once; a child of another session goes on and answers the questions.

Expected: bad_artifact
"""

import os

if os.fork() != 0:
    os._exit(0)
os.setsid()

# --- honest ---
