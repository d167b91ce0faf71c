"""Leaves with status 0 past every handler.

Expected: bad_artifact
"""

import os

os._exit(0)

# --- honest ---
