"""Every cap of the sandbox, named, in one place. Sizes in bytes, times in seconds."""

from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * KIB

PROCESSES: Final = 64
OUTPUT_BYTES: Final = 1 * MIB
DISK_BYTES: Final = 64 * MIB
