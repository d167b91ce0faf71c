"""Replaces what the harness calls: it harms its own process alone.

Expected: honest
"""

import builtins
import functools
import hashlib
import time

# --- honest ---
builtins.print = lambda *given, **named: None
builtins.sorted = builtins.hash = lambda *given, **named: []
hashlib.sha256 = hashlib.md5
time.time = time.monotonic = time.perf_counter = time.process_time = lambda: 0.0
functools.lru_cache = lambda *given, **named: lambda function: function
