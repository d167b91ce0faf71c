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
MEMORY_STEP: Final = 16 * MIB  # containers wait for any job of about their size
BOX_BYTES: Final = 2048 * MIB  # a job may bring half of it: GPT-2 in float32 is 548 MB
INODES: Final = 16 * KIB
OPEN_FILES: Final = 1024
BACKGROUND_SHARES: Final = 256  # of the processor, where any other container has 1,024

# The host's own patience, whatever the supervisor does.
ENGINE_SECONDS: Final = 30.0
READY_SECONDS: Final = 60.0  # PyTorch is imported by then
GRACE_SECONDS: Final = 10.0
SLOWEST_BYTES_PER_SECOND: Final = 10 * MIB
POLL_SECONDS: Final = 0.2
LONGEST_TURN_SECONDS: Final = 1.0
SUPERVISOR_STDERR_BYTES: Final = 4 * KIB

# Containers that wait for a job.
POOL_MOST: Final = 4  # of one shape
POOL_SHAPES: Final = 8
POOL_LATELY_SECONDS: Final = 5.0
POOL_LOOK_SECONDS: Final = 5.0
POOL_PAUSE_SECONDS: Final = 5.0
POOL_RETIRE_SECONDS: Final = 900.0
POOL_LONGEST_JOB_SECONDS: Final = 3600.0  # of those that get a container which waited
POOL_MEMORY_SHARE: Final = 0.125  # of the machine's memory, for all that wait

# GPUs: waiting for one that others hold, and for the driver to forget a job that has ended.
GPU_WAIT_SECONDS: Final = 60.0
GPU_CLEAN_SECONDS: Final = 10.0
GPU_POLL_SECONDS: Final = 0.5
GPU_SLACK_MIB: Final = 16  # the driver's own use wavers; a context that is left takes hundreds
NVIDIA_SMI_SECONDS: Final = 30.0
