"""One container: how it is made, started and removed. What is said to it is not known here.

Nothing of the host is mounted into it. A waiting container may be made before its job is known:
``Shape`` holds all that must be known then.
"""

from __future__ import annotations

import json
import secrets
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import docker

from sandbox import limits
from sandbox.job import Job
from sandbox.owner import is_gone, this_process
from sandbox.plan import waiting_fields
from sandbox.seccomp import profile

LABEL = "tuneroom.installation"
LABEL_JOB = "tuneroom.job"
LABEL_DEADLINE = "tuneroom.deadline"
LABEL_OWNER = "tuneroom.owner"
GONE = (404, 409)  # removed already, or being removed by somebody else
# What the engine hides of the host by itself, and after that files that count or list what all containers do:
# through those, two submissions could exchange a bit.
MASKED = (
    *("/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats"),
    *("/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/firmware"),
    "/sys/devices/virtual/powercap",
    *("/proc/locks", "/proc/loadavg", "/proc/pressure", "/proc/schedstat", "/proc/softirqs", "/proc/vmstat"),
    *("/proc/buddyinfo", "/proc/diskstats", "/proc/pagetypeinfo", "/proc/slabinfo", "/proc/zoneinfo"),
    *("/proc/sys/fs", "/proc/sys/kernel/pty", "/proc/sys/kernel/random"),
)
WAITING = "waiting"  # the label of a container that has no job yet
CAPABILITIES = ("KILL", "SETGID", "SETUID")
CAPABILITY_BITS = 1 << 5 | 1 << 6 | 1 << 7
COMMAND = (
    "python3",
    *("-I", "-S", "-B", "-c"),
    "import sys; sys.path.insert(0, '/opt/tuneroom'); from supervisor.main import main; main()",
)
FIRST_UID, LAST_UID = 20_000, 60_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What a container is made with, before it knows its job: ``image`` is the digest of the image ``name``;
    ``memory_bytes`` and ``processes`` include the supervisor's share."""

    name: str
    image: str
    memory_bytes: int
    processes: int
    cpus: float
    disk_bytes: int
    gpus: tuple[str, ...] = ()
    runtime: str = ""

    @classmethod
    def of(
        cls, job: Job, image: str, processors: int, gpus: tuple[str, ...] = (), runtime: str = ""
    ) -> Shape:
        """Return the shape that ``job`` needs, on an engine with so many ``processors``. ``gpus`` are the
        UUIDs of those leased to it; ``runtime`` is the engine's own where it is ""."""
        files = sum(len(file.content) for file in job.files)
        memory = job.limits.memory_bytes + limits.SUPERVISOR_MEMORY + files
        return cls(
            name=job.image,
            image=image,
            memory_bytes=-(-memory // limits.MEMORY_STEP) * limits.MEMORY_STEP,
            processes=job.limits.processes + limits.SUPERVISOR_PROCESSES,
            cpus=min(job.limits.cpus, processors),
            disk_bytes=job.limits.disk_bytes,
            gpus=gpus,
            runtime=runtime,
        )


class Container:
    """A created container of a given shape, whose candidate will run as the random ``uid``. ``api`` is for it
    alone, and closed with it."""

    def __init__(self, api: docker.APIClient, shape: Shape, labels: dict[str, str]) -> None:
        self._api = api
        self.shape = shape
        self.uid = FIRST_UID + secrets.randbelow(LAST_UID - FIRST_UID)
        self._attached: Any = None
        self._connection: socket.socket | None = None
        try:
            self.id = self._create(labels)
        except BaseException:
            api.close()
            raise

    def _create(self, labels: dict[str, str]) -> str:
        api, shape = self._api, self.shape
        created = api.create_container(
            shape.image,
            command=[*COMMAND, json.dumps(waiting_fields(shape.name, shape.cpus, self.uid))],
            entrypoint=[],
            user="0:0",
            working_dir="/",
            hostname="box",
            stdin_open=True,
            network_disabled=True,
            labels=labels,
            host_config=host_config(api, shape, self.uid),
        )
        return str(created["Id"])

    def start(self) -> socket.socket:
        """Attach to it, start it, and return the attached socket, good until ``remove``."""
        self._attached = self._api.attach_socket(
            self.id, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        )
        connection: socket.socket = getattr(self._attached, "_sock", self._attached)
        self._connection = connection  # kept before the start, which an engine may refuse
        self._api.start(self.id)
        return connection

    def state(self) -> dict[str, Any]:
        """Return what the engine says of its state."""
        state: dict[str, Any] = self._api.inspect_container(self.id)["State"]
        return state

    def yield_processor(self) -> None:
        """From now on let other containers go first where the processor is short."""
        self._api.update_container(self.id, cpu_shares=limits.BACKGROUND_SHARES)

    def remove(self) -> None:
        """Kill and remove it with everything in it. Removing it twice is no error."""
        if self._connection is not None:
            self._attached.close()  # a socket stays open as long as the file object around it
            self._connection.close()
        try:
            self._api.remove_container(self.id, force=True, v=True)
        except docker.errors.APIError as problem:
            if problem.status_code not in GONE:
                raise
        finally:
            self._api.close()


def host_config(api: docker.APIClient, shape: Shape, uid: int) -> dict[str, Any]:
    """Everything that confines the container: see the trust section of the design."""
    theirs = f"rw,nosuid,nodev,noexec,uid={uid},gid={uid},mode=700,nr_inodes={limits.INODES}"
    config: dict[str, Any] = api.create_host_config(
        network_mode="none",
        read_only=True,
        cap_drop=["ALL"],
        cap_add=list(CAPABILITIES),
        security_opt=["no-new-privileges", f"seccomp={profile()}"],
        pids_limit=shape.processes,
        mem_limit=shape.memory_bytes,
        memswap_limit=shape.memory_bytes,
        nano_cpus=round(shape.cpus * 1e9),
        # Scratch space counts as memory; a full /work is a fault of its own, the others are not.
        tmpfs={
            "/box": f"rw,nosuid,nodev,noexec,mode=755,size={limits.BOX_BYTES}",
            "/work": f"{theirs},size={shape.disk_bytes}",
            "/tmp": f"{theirs},size={shape.memory_bytes}",  # noqa: S108 - inside the container
            "/dev/shm": f"{theirs},size={shape.memory_bytes}",  # noqa: S108 - inside the container
        },
        ipc_mode="none",
        ulimits=[
            docker.types.Ulimit(name="core", soft=0, hard=0),
            docker.types.Ulimit(name="nofile", soft=limits.OPEN_FILES, hard=limits.OPEN_FILES),
            docker.types.Ulimit(name="msgqueue", soft=0, hard=0),
            docker.types.Ulimit(name="memlock", soft=64 * limits.KIB, hard=64 * limits.KIB),
        ],
        log_config=docker.types.LogConfig(type="none"),
        runtime=shape.runtime or None,
        device_requests=[_gpu_request(shape.gpus)] if shape.gpus else None,
    )
    return config | {"MaskedPaths": list(MASKED)}


def _gpu_request(uuids: tuple[str, ...]) -> docker.types.DeviceRequest:
    """Ask for exactly these GPUs: no count, no "all", and nothing of the driver but to compute."""
    return docker.types.DeviceRequest(driver="nvidia", device_ids=list(uuids), capabilities=[["gpu"]])


def labels(installation: str, job: str, seconds: float) -> dict[str, str]:
    """Return the labels of a container of this process that must be gone in so many ``seconds``."""
    return {
        LABEL: installation,
        LABEL_JOB: job,
        LABEL_DEADLINE: str(int(time.time() + seconds)),
        LABEL_OWNER: this_process(),
    }


def is_orphan(labels: Mapping[str, str]) -> bool:
    """Whether a container's process has ended, or its deadline has passed."""
    return is_gone(labels.get(LABEL_OWNER, "")) or float(labels.get(LABEL_DEADLINE, "0")) < time.time()
