"""The filter, run by a small interpreter of classic BPF: what it lets through on each machine."""

from __future__ import annotations

import struct

import pytest

from sandbox.supervisor.syscalls import (
    ALLOW,
    AT_LEAST,
    EQUAL,
    IO_URING,
    LOAD,
    REFUSE,
    RETURN,
    SOCKET,
    X32,
    program,
)

READ, INET, VSOCK = 0, 2, 40


def verdict(machine: str, number: int, architecture: int, argument: int = 0) -> int:
    """Run the filter over one system call."""
    data = struct.pack("=IIQQ", number, architecture, 0, argument)
    lines = list(struct.iter_unpack("=HBBI", program(machine)))
    held, at = 0, 0
    while True:
        code, yes, no, value = lines[at]
        at += 1
        if code == RETURN:
            return int(value)
        if code == LOAD:
            (held,) = struct.unpack_from("=I", data, value)
        else:
            holds = {EQUAL: held == value, AT_LEAST: held >= value}[code]
            at += yes if holds else no


@pytest.mark.parametrize("machine", SOCKET)
def test_filter_refuses_what_it_should_and_nothing_else(machine: str) -> None:
    architecture, socket = SOCKET[machine]
    foreign = next(other for name, (other, _) in SOCKET.items() if name != machine)
    assert verdict(machine, READ, architecture) == ALLOW
    assert verdict(machine, READ, foreign) == REFUSE
    assert verdict(machine, READ | X32, architecture) == REFUSE
    assert [verdict(machine, number, architecture) for number in IO_URING] == [REFUSE] * 3
    assert verdict(machine, socket, architecture, INET) == ALLOW
    assert verdict(machine, socket, architecture, VSOCK) == REFUSE


def test_unknown_machine_has_no_filter() -> None:
    with pytest.raises(KeyError):
        program("sparc")
