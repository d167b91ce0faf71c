"""Both kinds of fine-tuning pass the conformance kit of runners."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runners.conformance import Case, Specimen, cases
from tests.runners.tuning.problems import CLASSIFIER, DIALOGUE, SMALL, runner_of, shipped, solution


@pytest.mark.parametrize("slug", [CLASSIFIER, DIALOGUE])
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_kind_conforms(slug: str, case: Case, tmp_path: Path, models: Path) -> None:
    problem = shipped(slug).problem(tmp_path, models)
    problem = replace(problem, params={**problem.params, **SMALL[slug]})
    case.try_on(Specimen(runner_of(slug), problem, solution(slug, "reference.py")))
