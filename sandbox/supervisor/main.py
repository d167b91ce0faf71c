"""The supervisor's way: get the candidate's process ready, say what it sees, take one job, run it, report,
end. Never used twice."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import socket
import sys
from typing import Any

from . import frames
from .artifacts import BadArtifact, candidate, chunks, open_regular
from .cgroup import Cgroup
from .channel import Channel, HostGone
from .child import WORK, Child
from .run import Run

BOX = "/box"
PR_SET_DUMPABLE = 4
IFF_UP = 1
AF_VSOCK = 40  # leads to the hypervisor
CLOSED = (errno.EPERM, errno.ENOSYS, errno.EAFNOSUPPORT)
CALLS = {
    "x86_64": {"io_uring_setup": 425, "keyctl": 250, "bpf": 321, "userfaultfd": 323, "ptrace": 101},
    "aarch64": {"io_uring_setup": 425, "keyctl": 219, "bpf": 280, "userfaultfd": 282, "ptrace": 117},
}


def main() -> None:
    """Serve the host on stdin and stdout until the report is out or the host is gone."""
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # its memory is nobody's to read
    host = Channel(0, 1)
    told: dict[str, Any] = json.loads(sys.argv[1])
    idle_bytes = Cgroup().memory()
    try:
        child = Child(told["uid"], told["env"], told["preload"])
        host.send(frames.READY, facts())
        host.flush_all()
        job = receive_job(host)
        report = Run(job, host, child, idle_bytes).to_end()
        if report["outcome"] == "ok":
            report |= send_artifacts(told["uid"], job, host)
        host.send(frames.REPORT, report)
        host.flush_all()
    except HostGone:
        sys.exit(1)


def facts() -> dict[str, Any]:
    """What this container is allowed, seen from inside: the host compares it with what it asked for."""
    cgroup = Cgroup()
    with open("/proc/self/status") as file:
        status = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
    return {
        "protocol": frames.PROTOCOL,
        "cgroup": cgroup.version,
        "memory_bytes": cgroup.memory_limit(),
        "processes": cgroup.process_limit(),
        "cpus": cgroup.cpu_limit(),
        "counts_cpu": cgroup.cpu_seconds() is not None,
        "seccomp": status.get("Seccomp") == "2",
        "no_new_privileges": status.get("NoNewPrivs") == "1",
        "capabilities": int(status["CapBnd"], 16),
        "interfaces": interfaces_up(),
        "read_only_root": bool(os.statvfs("/").f_flag & os.ST_RDONLY),
        "open_calls": open_calls(),
        "idle_bytes": cgroup.memory(),
    }


def open_calls() -> list[str]:
    """Names of the calls that should be closed and are not: what goes round the other walls. With arguments
    that make no sense, an open one fails otherwise than by EPERM or ENOSYS, and does nothing."""
    numbers = CALLS[os.uname().machine]
    libc = ctypes.CDLL(None, use_errno=True)
    found = []
    for name, number in numbers.items():
        if libc.syscall(number, -1, 0, 0, 0, 0) != -1 or ctypes.get_errno() not in CLOSED:
            found.append(name)
    try:
        socket.socket(AF_VSOCK, socket.SOCK_STREAM).close()
        found.append("vsock")
    except OSError as problem:
        if problem.errno not in CLOSED:
            found.append("vsock")
    return found


def interfaces_up() -> list[str]:
    """Names of the network interfaces that are up, the loopback aside."""
    up = []
    for name in os.listdir("/sys/class/net"):
        with open(f"/sys/class/net/{name}/flags") as file:
            if int(file.read(), 16) & IFF_UP and name != "lo":
                up.append(name)
    return up


def receive_job(host: Channel) -> dict[str, Any]:
    """Take the JOB frame and write the files that follow it to /box."""
    kind, payload = host.wait()
    if kind != frames.JOB:
        raise frames.FrameError(f"frame kind {kind} instead of a job")
    job: dict[str, Any] = json.loads(payload)
    for entry in job["files"]:
        _write(f"{BOX}/{entry['path']}", entry["size"], host)
    return job


def _write(path: str, size: int, host: Channel) -> None:
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    with open(path, "xb", buffering=0) as file:
        while size > 0:
            kind, payload = host.wait()
            if kind != frames.FILE or not 0 < len(payload) <= size:
                raise frames.FrameError("a file's bytes are missing")
            file.write(payload)
            size -= len(payload)


def send_artifacts(uid: int, job: dict[str, Any], host: Channel) -> dict[str, Any]:
    """Send each wanted file: its size, then its bytes. Return what changes in the report."""
    with candidate(uid):
        for wanted in job["artifacts"]:
            try:
                descriptor, size = open_regular(WORK, wanted["path"], wanted["max_bytes"])
            except BadArtifact as problem:
                breach = problem.size and ("artifact_bytes", wanted["max_bytes"], problem.size)
                return {"outcome": "bad_artifact", "reason": str(problem), "breach": breach}
            with os.fdopen(descriptor, "rb", closefd=True):
                for piece in chunks(descriptor, size):
                    host.send_bytes(frames.ARTIFACT, piece)
                    host.flush_all()
            host.send_bytes(frames.ARTIFACT, b"")
    return {}
