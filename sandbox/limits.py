"""Every cap of the sandbox, named, in one place. Sizes in bytes, times in seconds."""

from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * KIB

# What a job gets unless it says otherwise.
PROCESSES: Final = 64
CPUS: Final = 1.0
OUTPUT_BYTES: Final = 1 * MIB
DISK_BYTES: Final = 64 * MIB

# The container around the candidate's process.
SUPERVISOR_MEMORY: Final = 16 * MIB
SUPERVISOR_PROCESSES: Final = 1
BOX_BYTES: Final = 2048 * MIB  # a job may bring half of it: GPT-2 in float32 is 548 MB
INODES: Final = 16 * KIB
OPEN_FILES: Final = 1024

# The host's own patience, whatever the supervisor does.
ENGINE_SECONDS: Final = 30.0
READY_SECONDS: Final = 30.0
GRACE_SECONDS: Final = 10.0
SLOWEST_BYTES_PER_SECOND: Final = 10 * MIB
POLL_SECONDS: Final = 0.2
SUPERVISOR_STDERR_BYTES: Final = 4 * KIB

# GPUs: waiting for one that others hold, and for the driver to forget a job that has ended.
GPU_WAIT_SECONDS: Final = 60.0
GPU_CLEAN_SECONDS: Final = 10.0
GPU_POLL_SECONDS: Final = 0.5
GPU_SLACK_MIB: Final = 16  # the driver's own use wavers; a context that is left takes hundreds
NVIDIA_SMI_SECONDS: Final = 30.0
