"""Every attack, on a whole site: it gets what stands beside it, and leaves host, database and the next
submission as they were."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks.programs import Program, programs
from tests.attacks.range import Range, Shot
from tests.attacks.scenarios import HOLES, SCENARIOS, Scenario

# The first test of each kind waits for all of its kind: one attack after another is judged.
pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(1800)]

PROGRAMS = programs()


def _marked(case: Program | Scenario, name: str, hole: str) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=hole)] if hole else []
    return pytest.param(case, id=name, marks=marks)


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Range]:
    with Range(tmp_path_factory.mktemp("range"), say=print) as running:
        yield running


@pytest.fixture(scope="module")
def shots(field: Range) -> dict[str, Shot]:
    """Every program's, by its name."""
    return {program.name: field.fire(program) for program in PROGRAMS}


@pytest.fixture(scope="module")
def plays(field: Range, shots: dict[str, Shot]) -> dict[str, Shot]:
    """Every scenario's, by its name."""
    return {scenario.__name__: field.play(scenario) for scenario in SCENARIOS}


@pytest.mark.parametrize("program", [_marked(one, one.name, one.hole) for one in PROGRAMS])
def test_program_gets_what_it_must_and_harms_nobody(shots: dict[str, Shot], program: Program) -> None:
    shot = shots[program.name]
    assert shot.faults == (), (shot.expected, shot.got, shot.evidence)


@pytest.mark.parametrize(
    "scenario", [_marked(one, one.__name__, HOLES.get(one.__name__, "")) for one in SCENARIOS]
)
def test_scenario_goes_as_it_must_and_harms_nobody(plays: dict[str, Shot], scenario: Scenario) -> None:
    assert plays[scenario.__name__].faults == ()


def test_there_are_enough_programs_and_each_says_what_it_does() -> None:
    texts = {one.name: one.path.read_text(encoding="utf-8").split('"""')[1] for one in PROGRAMS}
    assert len(texts) >= 100
    assert [name for name, text in texts.items() if not text.partition("\n\n")[0].endswith(".")] == []
