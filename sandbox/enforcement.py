"""Compares what a container was asked to be with what its supervisor sees from inside.

A limit that the engine accepted but does not enforce is found here, before candidate code enters.
"""

from __future__ import annotations

from sandbox.docker_container import CAPABILITY_BITS, Shape
from sandbox.job import Check
from sandbox.reports import Facts
from sandbox.supervisor.frames import PROTOCOL

TODO_CGROUP = "enable the {} control group controller on this machine and restart the engine"


def enforced(shape: Shape, facts: Facts) -> list[Check]:
    """Return one line for every promise of the container."""
    cpus = facts.cpus is not None and abs(facts.cpus - shape.cpus) < 0.01
    return [
        _same("supervisor", PROTOCOL, facts.protocol, "rebuild the sandbox images"),
        _same("memory limit", shape.memory_bytes, facts.memory_bytes, TODO_CGROUP.format("memory")),
        _same("process limit", shape.processes, facts.processes, TODO_CGROUP.format("pids")),
        Check("CPU quota", cpus, f"{facts.cpus} of {shape.cpus} processors", TODO_CGROUP.format("cpu")),
        _same("CPU accounting", True, facts.counts_cpu, TODO_CGROUP.format("cpuacct")),
        # A runtime with a kernel of its own shows no filter of this one; what it closes is seen below.
        _same(
            "seccomp", True, facts.seccomp or bool(shape.runtime), "use an engine and a kernel with seccomp"
        ),
        _same("closed calls", [], facts.open_calls, "use an engine that takes a seccomp profile"),
        _same("no new privileges", True, facts.no_new_privileges, "use a newer engine"),
        _same("capabilities", CAPABILITY_BITS, facts.capabilities, "use a newer engine"),
        _same("no network", [], facts.interfaces, "let the engine honour network mode none"),
        _same("read-only root", True, facts.read_only_root, "use a storage driver that can be read-only"),
    ]


def _same(name: str, asked: object, seen: object, todo: str) -> Check:
    detail = "enforced" if asked == seen else f"asked {asked}, got {seen}"
    return Check(name, asked == seen, detail, todo)
