"""Maps a hundred terabytes and touches none of them.

Expected: honest
Must show: mapped
"""

import mmap

flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000  # MAP_NORESERVE
kept = [mmap.mmap(-1, 1 << 40, flags=flags) for _ in range(100)]
print("mapped", len(kept))

# --- honest ---
