"""The fine-tuning problems on a whole site, at full size: the base model is installed, the references are
made on command, and a submission is judged beside them with its curve kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.runners.tuning.problems import CLASSIFIER, DIALOGUE, SHIPPED
from tests.site_process import Site

pytestmark = [pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(1200)]

SOLUTIONS = SHIPPED / CLASSIFIER / "solutions"


def test_references_are_built_and_submissions_are_judged_beside_it(tmp_path: Path) -> None:
    with Site(tmp_path / "home", more={"TUNEROOM_PROBLEMS": f"{CLASSIFIER},{DIALOGUE}"}) as site:
        site.start()
        site.wait_until_ready()
        assert "in the making" in site.log

        site.manage("build_references")
        built = site.rows("SELECT count(*) FROM judge_reference")
        curves = site.rows("SELECT reported FROM judge_curve")
        assert (built, [reported > 10 for (reported,) in curves]) == ([(2,)], [True, True])

        found = site.submit(SOLUTIONS / "document_bugs.py", "--wait", slug=CLASSIFIER)
        assert (found["verdict"], found["score"]) == ("runtime_error", 0.0)
        assert "the tokenizer does not have a padding token" in json.dumps(found)

        assert site.stop() == 0
        assert site.containers() == []
