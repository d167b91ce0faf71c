"""What nvidia-smi says is read strictly; what is not understood is refused, never guessed at."""

from __future__ import annotations

import pytest

from sandbox import limits
from sandbox.job import SandboxError
from sandbox.nvidia_smi import Gpu, busy_uuids, is_installed, list_gpus
from tests.sandbox.fake_nvidia_smi import FIRST, SECOND, FakeNvidiaSmi


def test_gpus_are_read(nvidia_smi: FakeNvidiaSmi) -> None:
    nvidia_smi.says_gpus(f"{FIRST}, NVIDIA A100-SXM4-40GB, 40960, 0\n{SECOND}, Odd, Name, 81559, 512\n")
    assert list_gpus() == [
        Gpu(FIRST, "NVIDIA A100-SXM4-40GB", 40960, 0),
        Gpu(SECOND, "Odd, Name", 81559, 512),
    ]


def test_processes_are_read(nvidia_smi: FakeNvidiaSmi) -> None:
    assert busy_uuids() == set()
    nvidia_smi.says_processes(f"{FIRST}, 17\n{FIRST}, 18\n")
    assert busy_uuids() == {FIRST}


def test_machine_without_devices_has_no_gpus(nvidia_smi: FakeNvidiaSmi) -> None:
    nvidia_smi.says_gpus("No devices were found\n")
    nvidia_smi.fails(6)
    assert list_gpus() == []


@pytest.mark.parametrize(
    "said", ["../../etc, X, 1, 1", f"{FIRST}, X, [N/A], 1", f"{FIRST}, X, 1 MiB, 1 MiB", FIRST, "<html>"]
)
def test_what_is_not_understood_is_refused(nvidia_smi: FakeNvidiaSmi, said: str) -> None:
    nvidia_smi.says_gpus(said)
    nvidia_smi.says_processes("nothing that is known")
    for ask in (list_gpus, busy_uuids):
        with pytest.raises(SandboxError) as caught:
            ask()
        assert not caught.value.retryable


def test_failing_program_may_do_better_later(nvidia_smi: FakeNvidiaSmi) -> None:
    nvidia_smi.says_gpus("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")
    nvidia_smi.fails(9)
    with pytest.raises(SandboxError) as caught:
        list_gpus()
    assert (caught.value.retryable, str(caught.value)) == (
        True,
        "nvidia-smi failed: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
    )


def test_program_that_hangs_is_not_waited_for(
    nvidia_smi: FakeNvidiaSmi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "NVIDIA_SMI_SECONDS", 0.05)
    nvidia_smi.hangs()
    with pytest.raises(SandboxError) as caught:
        list_gpus()
    assert caught.value.retryable


def test_machine_without_the_program_says_what_to_do(no_nvidia_smi: None) -> None:
    assert not is_installed()
    with pytest.raises(SandboxError) as caught:
        list_gpus()
    assert (caught.value.retryable, str(caught.value)) == (
        False,
        "the job needs a GPU, and this machine has no nvidia-smi: install the NVIDIA driver and the NVIDIA "
        "Container Toolkit, or serve this lane on a machine with a GPU",
    )
