"""The n-gram kind passes the conformance kit of runners."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runners.conformance import Case, Specimen, cases
from runners.ngram_lm import RUNNER
from tests.runners.ngram_lm.problems import SMALL, shipped, solution


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_ngram_lm_conforms(case: Case, tmp_path: Path) -> None:
    problem = shipped().problem(tmp_path)
    problem = replace(problem, params={**problem.params, **SMALL})
    case.try_on(Specimen(RUNNER, problem, solution("witten_bell.py")))
