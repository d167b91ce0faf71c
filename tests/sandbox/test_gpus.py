"""GPUs are leased to one job each, given back clean or taken out of service.

No GPU took part: nvidia-smi is a script with hand-written words.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sandbox import limits
from sandbox.gpus import Gpus, LeaseCancelled
from sandbox.job import Check, SandboxError
from sandbox.nvidia_smi import TODO
from tests.sandbox.fake_nvidia_smi import FIRST, SECOND, FakeNvidiaSmi

HOLDER = """
import sys, time
from pathlib import Path
from sandbox.gpus import Gpus
with Gpus(Path(sys.argv[1])).lease(1, lambda: False) as gpus:
    print(*gpus, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "GPU_WAIT_SECONDS", 0.2)
    monkeypatch.setattr(limits, "GPU_CLEAN_SECONDS", 0.2)
    monkeypatch.setattr(limits, "GPU_POLL_SECONDS", 0.02)


@pytest.fixture
def gpus(tmp_path: Path) -> Gpus:
    return Gpus(tmp_path / "home")


def never() -> bool:
    return False


def failure(gpus: Gpus, count: int = 1) -> tuple[bool, str]:
    """Return how a lease that must fail does: whether it may be tried again, and its words."""
    with pytest.raises(SandboxError) as caught, gpus.lease(count, never):
        pass
    return caught.value.retryable, str(caught.value)


def test_job_without_gpus_asks_nobody(gpus: Gpus, no_nvidia_smi: None) -> None:
    with gpus.lease(0, never) as leased:
        assert leased == ()


def test_jobs_get_different_gpus_and_then_wait(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    with gpus.lease(1, never) as first, gpus.lease(1, never) as second:
        assert (first, second) == ((FIRST,), (SECOND,))
        assert failure(gpus) == (True, "no GPU became free in 0.2 s")
    with gpus.lease(2, never) as both:
        assert both == (FIRST, SECOND)


def test_job_that_needs_two_holds_none_while_it_waits(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    with gpus.lease(1, never):
        assert failure(gpus, 2) == (True, "no GPU became free in 0.2 s")
        with gpus.lease(1, never) as other:
            assert other == (SECOND,)


def test_machine_with_too_few_gpus_will_never_do(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    assert failure(gpus, 3) == (False, "the job needs 3 GPU(s); 2 of this machine's 2 are in service")


def test_waiting_job_gets_the_gpu_that_becomes_free(
    gpus: Gpus, nvidia_smi: FakeNvidiaSmi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GPU_WAIT_SECONDS", 10.0)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with gpus.lease(2, never):
            held.set()
            release.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    threading.Timer(0.1, release.set).start()
    with gpus.lease(1, never) as leased:
        assert (leased[0] in {FIRST, SECOND}, release.is_set()) == (
            True,
            True,
        )  # whichever was given back first
    thread.join()


def test_cancelled_job_does_not_wait(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    with gpus.lease(2, never), pytest.raises(LeaseCancelled), gpus.lease(1, lambda: True):
        pass


def test_gpu_of_another_process_is_free_when_that_is_killed(
    gpus: Gpus, nvidia_smi: FakeNvidiaSmi, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "home")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == f"{FIRST}\n"
            assert failure(gpus, 2)[0]
        finally:
            holder.send_signal(signal.SIGKILL)
    with gpus.lease(2, never) as leased:
        assert leased == (FIRST, SECOND)


def test_gpu_on_which_somebody_computes_is_not_free(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    nvidia_smi.computes(FIRST)
    with gpus.lease(1, never) as leased:
        assert leased == (SECOND,)
        assert failure(gpus) == (True, "no GPU became free in 0.2 s")


def test_gpu_with_a_process_left_goes_out_of_service(
    gpus: Gpus, nvidia_smi: FakeNvidiaSmi, caplog: pytest.LogCaptureFixture
) -> None:
    why = "a process computes on it after the job's container was removed"
    with pytest.raises(SandboxError) as caught, gpus.lease(1, never):
        nvidia_smi.computes(FIRST)
    assert (caught.value.retryable, caught.value.engine_down) == (True, False)
    assert str(caught.value) == f"taken out of service: GPU {FIRST}: {why}"
    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (logging.ERROR, f"GPU {FIRST} is out of service: {why}")
    ]
    nvidia_smi.computes()
    with gpus.lease(1, never) as leased:
        assert leased == (SECOND,)
    assert failure(gpus, 2) == (True, "the job needs 2 GPU(s); 1 of this machine's 2 are in service")


def test_gpu_with_memory_left_goes_out_of_service(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    with pytest.raises(SandboxError) as caught, gpus.lease(1, never):
        nvidia_smi.uses(FIRST, 400)
    assert str(caught.value) == (
        f"taken out of service: GPU {FIRST}: 400 MiB are in use after a job, 4 MiB before it"
    )


def test_memory_that_was_in_use_before_is_nobodys_fault(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    nvidia_smi.uses(FIRST, 600)
    with gpus.lease(1, never):
        nvidia_smi.uses(FIRST, 600 + limits.GPU_SLACK_MIB)
    with gpus.lease(1, never) as leased:
        assert leased == (FIRST,)


def test_driver_may_take_its_time_to_forget(
    gpus: Gpus, nvidia_smi: FakeNvidiaSmi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GPU_CLEAN_SECONDS", 10.0)
    with gpus.lease(1, never):
        nvidia_smi.uses(FIRST, 400)
        threading.Timer(0.1, nvidia_smi.uses, (FIRST, 4)).start()
    assert [check.ok for check in gpus.checks(asked=True)] == [True, True]


def test_failed_job_keeps_its_own_words_when_its_gpu_is_dirty(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    def fail() -> None:
        nvidia_smi.computes(FIRST)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), gpus.lease(1, never):
        fail()
    assert [check.ok for check in gpus.checks(asked=True)] == [False, True]


def test_gpu_that_cannot_be_checked_goes_out_of_service(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    with pytest.raises(SandboxError), gpus.lease(1, never):
        nvidia_smi.fails(9)
    nvidia_smi.fails(0)
    assert [check.ok for check in gpus.checks(asked=True)] == [False, True]


def test_gpu_that_fell_off_the_bus_goes_out_of_service(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    with pytest.raises(SandboxError) as caught, gpus.lease(1, never):
        nvidia_smi.says_gpus(f"{SECOND}, NVIDIA H100 80GB HBM3, 81559, 4\n")
    assert str(caught.value) == f"taken out of service: GPU {FIRST}: it is no longer there after a job"


def test_doctor_lists_the_gpus_and_what_to_do(gpus: Gpus, nvidia_smi: FakeNvidiaSmi, tmp_path: Path) -> None:
    with pytest.raises(SandboxError), gpus.lease(1, never):
        nvidia_smi.uses(FIRST, 400)
    mark = tmp_path / "home/gpus" / f"{FIRST}.out-of-service"
    [first, second] = gpus.checks(asked=True)
    assert first == Check(
        f"GPU {FIRST}",
        False,
        "out of service: 400 MiB are in use after a job, 4 MiB before it",
        f"end what still runs on it, then delete {mark}",
    )
    assert (second.ok, second.detail) == (True, "NVIDIA H100 80GB HBM3, 4 of 81559 MiB in use")
    assert [check.ok for check in gpus.checks(asked=False)] == [True, True]
    mark.unlink()
    assert [check.ok for check in gpus.checks(asked=True)] == [True, True]


def test_doctor_says_nothing_of_gpus_on_a_machine_without(gpus: Gpus, no_nvidia_smi: None) -> None:
    assert gpus.checks(asked=False) == []
    [check] = gpus.checks(asked=True)
    assert (check.name, check.ok, check.todo) == ("GPUs", False, TODO)


def test_doctor_says_that_there_is_none_where_one_is_asked_for(gpus: Gpus, nvidia_smi: FakeNvidiaSmi) -> None:
    nvidia_smi.says_gpus("No devices were found\n")
    assert gpus.checks(asked=False) == []
    assert gpus.checks(asked=True) == [Check("GPUs", False, "none", TODO)]


def test_broken_driver_is_a_fault_only_where_gpus_are_asked_for(
    gpus: Gpus, nvidia_smi: FakeNvidiaSmi
) -> None:
    nvidia_smi.fails(9)
    assert gpus.checks(asked=False) == []
    assert [check.ok for check in gpus.checks(asked=True)] == [False]
