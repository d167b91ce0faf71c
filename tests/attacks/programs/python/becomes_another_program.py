"""Replaces itself by a shell that answers nothing, under the same process number.

Expected: bad_artifact
Must show: a shell
"""

import os

os.execvp("sh", ["sh", "-c", "echo a shell; exit 0"])

# --- honest ---
