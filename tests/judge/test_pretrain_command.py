"""``manage.py pretrain`` with the real sandbox, and what it does when there is nothing to write."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from judge.management.commands.pretrain import files_made
from runners.base import Text
from runners.tuning.base_models import BaseModel, fetch, installed
from runners.tuning.model_folder import FACTS, Facts
from runners.tuning.model_sources import ShippedFolder
from runners.tuning.pretraining import QUICK
from sandbox.docker_engine import DockerSandbox
from sandbox.job import Outcome, Result
from tests.runners.tuning.small_models import no_job

FREE = Text("免费", "free")


def test_write_card_needs_a_finished_run(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("pretrain", "--write-card", "--output", str(tmp_path))
    assert str(caught.value) == f"{tmp_path}: there is no recipe.json in it"


def test_a_run_that_failed_says_what_it_said() -> None:
    with pytest.raises(CommandError) as caught:
        files_made(Result(Outcome.MEMORY, reason="over the limit", stderr=b"Traceback\n"))
    assert str(caught.value) == "pre-training ended with memory: over the limit\nTraceback"


@pytest.mark.docker
@pytest.mark.slow
def test_quick_run_makes_a_folder_that_installs(sandbox: DockerSandbox, tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    out = StringIO()
    call_command("pretrain", "--quick", "--output", str(folder), stdout=out)
    facts = Facts.model_validate_json((folder / FACTS).read_bytes())
    model = BaseModel("tiny", ShippedFolder(folder), "MIT", FREE, FREE, **facts.model_dump())
    fetch(model, tmp_path / "models", no_job, print)
    there = installed("tiny", tmp_path / "models")
    assert out.getvalue() == f"{folder}: written\n"
    assert (facts.vocabulary, facts.positions) == (QUICK["vocabulary"], QUICK["positions"])
    assert {path.name for path in there.iterdir()} == {
        "config.json",
        "generation_config.json",
        "manifest.json",
        "merges.txt",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
        "vocab.json",
    }
