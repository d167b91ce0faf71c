"""Containers that wait: how many, which go, and that a job never meets one that was used or has died."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import docker
import pytest

from sandbox import limits
from sandbox.conformance.bench import LIMITS, Bench
from sandbox.docker_container import LABEL, LABEL_JOB, WAITING, Shape
from sandbox.docker_engine import DockerSandbox
from sandbox.docker_pool import Pool, recalled, remember
from sandbox.job import Idle, Outcome, SandboxError
from sandbox.registry import Installation

MIB = 1 << 20
LIGHT = Shape("base", "sha256:a", 64 * MIB, 65, 1.0, MIB)
HEAVY = Shape("torch", "sha256:b", 64 * MIB, 65, 2.0, MIB)


class Fake:
    """A session that waits until it is told to die."""

    def __init__(self, shape: Shape) -> None:
        self.shape, self.alive, self.removed = shape, True, False
        self.idle_bytes = 10 * MIB

    def still_waits(self) -> bool:
        return self.alive

    def remove(self) -> None:
        self.removed = True


class Maker:
    """Makes fakes, as many as are asked for, or fails."""

    def __init__(self) -> None:
        self.made: list[Fake] = []
        self.asked = 0
        self.fails = self.engine_down = False

    def __call__(self, shape: Shape) -> Fake:
        self.asked += 1
        if self.fails:
            raise SandboxError("no container", retryable=True, engine_down=self.engine_down)
        self.made.append(Fake(shape))
        return self.made[-1]


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def pool(maker: Maker) -> Iterator[Pool]:
    one = Pool(maker, 2, 100 * MIB)  # type: ignore[arg-type]
    yield one
    one.close()


def wait(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def counts(pool: Pool) -> dict[str, int]:
    return {idle.image: idle.count for idle in pool.waiting()}


def test_what_is_expected_waits_and_is_replaced_when_it_is_taken(pool: Pool, maker: Maker) -> None:
    pool.expect([LIGHT])
    wait(lambda: counts(pool) == {"base": 1})
    taken = pool.take(LIGHT)
    assert taken is maker.made[0]
    wait(lambda: counts(pool) == {"base": 2})  # one more than were asked for lately
    pool.give_back(LIGHT, taken)
    wait(lambda: maker.made[0].removed)
    assert pool.take(LIGHT) is not taken


def test_more_wait_the_more_are_asked_for_up_to_a_cap(pool: Pool) -> None:
    for _ in range(20):
        pool.take(LIGHT)
    wait(lambda: counts(pool) == {"base": limits.POOL_MOST})


def test_nothing_waits_of_a_shape_that_nobody_asked_for(pool: Pool) -> None:
    assert pool.take(LIGHT) is None
    wait(lambda: counts(pool) == {"base": 2})
    assert pool.take(replace(LIGHT, memory_bytes=128 * MIB)) is None


def test_one_that_died_is_never_handed_out(pool: Pool, maker: Maker) -> None:
    pool.expect([LIGHT])
    wait(lambda: counts(pool) == {"base": 1})
    maker.made[0].alive = False
    assert pool.take(LIGHT) is None
    wait(lambda: maker.made[0].removed)
    wait(lambda: counts(pool) == {"base": 2})


def test_heavy_ones_are_made_only_while_a_processor_is_free(pool: Pool) -> None:
    assert pool.take(HEAVY) is None  # now both processors are busy
    pool.expect([LIGHT])
    wait(lambda: counts(pool)["base"] == 1)
    assert counts(pool)["torch"] == 0
    pool.give_back(HEAVY, None)
    wait(lambda: counts(pool)["torch"] == 1)


def test_all_of_them_keep_within_the_budget_of_memory(maker: Maker) -> None:
    pool = Pool(maker, 2, 25 * MIB)  # type: ignore[arg-type]
    try:
        for _ in range(8):
            pool.take(LIGHT)
        wait(lambda: counts(pool) == {"base": 2})
        time.sleep(0.1)
        assert pool.waiting() == [Idle("base", 64 * MIB, 2, 10 * MIB)]
    finally:
        pool.close()


def test_shapes_of_long_ago_give_way(pool: Pool, maker: Maker) -> None:
    pool.expect([LIGHT])
    wait(lambda: counts(pool) == {"base": 1})
    pool.expect([replace(LIGHT, disk_bytes=2 * MIB + i) for i in range(limits.POOL_SHAPES)])
    wait(lambda: maker.made[0].removed)
    assert LIGHT not in pool.shapes()


def test_engine_that_fails_is_not_asked_all_the_time(pool: Pool, maker: Maker) -> None:
    maker.fails = True
    pool.expect([LIGHT])
    time.sleep(0.2)
    maker.fails = False
    assert (pool.take(LIGHT), counts(pool)) == (None, {"base": 0})


@pytest.mark.parametrize("engine_down", [True, False])
def test_shape_that_cannot_be_made_is_forgotten_unless_it_was_the_engine(
    pool: Pool, maker: Maker, engine_down: bool
) -> None:
    maker.fails, maker.engine_down = True, engine_down
    pool.expect([LIGHT])
    wait(lambda: maker.asked > 0)
    wait(lambda: (LIGHT in pool.shapes()) is engine_down)
    maker.fails = False
    pool.take(LIGHT)
    assert LIGHT in pool.shapes()


def test_close_removes_every_one(maker: Maker) -> None:
    pool = Pool(maker, 2, 100 * MIB)  # type: ignore[arg-type]
    pool.expect([LIGHT, HEAVY])
    wait(lambda: counts(pool) == {"base": 1, "torch": 1})
    pool.close()
    assert [one.removed for one in maker.made] == [True, True]


def test_shapes_are_remembered_and_a_broken_memory_is_none(tmp_path: Path) -> None:
    remember(tmp_path, [LIGHT, HEAVY])
    assert recalled(tmp_path) == [LIGHT, HEAVY]
    (tmp_path / "run" / "pool.json").write_text('[{"image": "x"}]')
    assert recalled(tmp_path) == []
    assert recalled(tmp_path / "nowhere") == []


@pytest.fixture
def warm(installation: Installation, tmp_path: Path) -> Iterator[DockerSandbox]:
    one = DockerSandbox(replace(installation, name=f"{installation.name}-warm", home=tmp_path))
    one.warm()
    yield one
    one.close()


def containers(installation: Installation) -> list[tuple[str, str]]:
    """Id and job of each container of the sandbox ``warm``."""
    with closing(docker.APIClient(timeout=30)) as api:
        found = api.containers(all=True, filters={"label": f"{LABEL}={installation.name}-warm"})
    return [(one["Id"], one["Labels"][LABEL_JOB]) for one in found]


@pytest.mark.docker
def test_jobs_get_containers_that_wait_and_leave_none(
    warm: DockerSandbox, installation: Installation
) -> None:
    bench = Bench(warm)
    assert bench.run("pass").outcome is Outcome.OK
    wait(lambda: [idle.count for idle in warm.waiting()] == [2])
    wait(lambda: {job for _, job in containers(installation)} == {WAITING})
    before = containers(installation)

    began = time.time()
    result = bench.run("print(os.listdir('/work'), os.listdir('/tmp'))")
    assert (result.outcome, result.stdout) == (Outcome.OK, b"[] []\n")
    assert result.timing.container_ready - began < 0.05
    wait(lambda: len({one for one, _ in containers(installation)} & {one for one, _ in before}) == 1)
    warm.close()
    assert containers(installation) == []
    assert bench.run("pass").outcome is Outcome.OK  # without a pool it goes on


@pytest.mark.docker
def test_job_does_not_notice_that_those_that_waited_were_killed(
    warm: DockerSandbox, installation: Installation
) -> None:
    bench = Bench(warm)
    bench.run("pass")
    wait(lambda: [idle.count for idle in warm.waiting()] == [2])
    with closing(docker.APIClient(timeout=30)) as api:
        for one, job in containers(installation):
            if job == WAITING:
                api.kill(one)
    assert bench.run("pass").outcome is Outcome.OK


@pytest.mark.docker
def test_next_start_has_waiting_what_was_asked_for(warm: DockerSandbox, installation: Installation) -> None:
    limits_asked = replace(LIMITS, disk_bytes=3 * MIB)
    Bench(warm).run("pass", limits=limits_asked)
    warm.close()
    warm.warm()
    wait(lambda: [idle.count for idle in warm.waiting()] == [1])
