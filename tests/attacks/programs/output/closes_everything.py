"""Closes every descriptor, those of the questions and answers too.

Expected: bad_artifact or runtime_error
"""

import os

os.closerange(0, 1024)

# --- honest ---
