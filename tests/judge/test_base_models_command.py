"""``manage.py base_models``, the step of the set-up and the doctor's line, with models of a few numbers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from judge import base_models as site
from judge import doctor
from questions.models import ProblemVersion
from questions.problem_loader import models_folder
from runners.tuning.base_models import fetch
from tests.runners.tuning.small_models import FakeSource, no_job, small_files, write_files

pytestmark = pytest.mark.django_db

MINE = """
[mine]
folder = "{folder}"
licence = "MIT"
"""


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Path]:
    """A folder that base_models.toml names as “mine”; what lies in the state folder goes at the end."""
    folder = write_files(tmp_path / "mine", small_files())
    site.config_file().write_text(MINE.format(folder=folder), encoding="utf-8")
    yield folder
    site.config_file().unlink()
    shutil.rmtree(models_folder(), ignore_errors=True)


def install() -> None:
    """Install the small model as “mine”, without a job."""
    model = replace(site.known()["mine"], source=FakeSource(small_files()))
    fetch(model, models_folder(), no_job, print)


def listed(*arguments: str) -> dict[str, dict[str, Any]]:
    out = StringIO()
    call_command("base_models", *arguments, "--json", stdout=out)
    return {model["name"]: model for model in json.loads(out.getvalue())["models"]}


def needs(version: ProblemVersion, name: str) -> None:
    version.config["fake"]["base_model"] = name
    version.save()


def test_list_tells_what_is_known_and_what_is_installed(mine: Path) -> None:
    before = listed()["mine"]
    install()
    after = listed()["mine"]
    assert (before["installed"], before["faults"], before["vocabulary"]) == (
        False,
        ["it is not installed"],
        None,
    )
    assert (after["installed"], after["faults"]) == (True, [])
    assert (after["vocabulary"], after["parameters"], after["positions"]) == (5, 12, 4)
    assert (after["source"], after["licence"], after["kind"]) == (str(mine), "MIT", "causal")


def test_list_prints_a_table(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("base_models")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Name", "Kind", "Source", "Licence", "Vocabulary", "Parameters", "State"]
    assert lines[-1] == "mine: CPU: not stated. GPU: not stated."


def test_verify_exits_with_an_error_for_changed_bytes(mine: Path) -> None:
    install()
    call_command("base_models", "verify", "mine", stdout=StringIO())
    (models_folder() / "mine" / "tokenizer.json").write_text("[]")
    with pytest.raises(CommandError) as caught:
        call_command("base_models", "verify")
    assert str(caught.value) == "mine: tokenizer.json: its bytes are not those of the manifest"


def test_verify_without_a_name_leaves_out_what_nobody_needs(mine: Path, fake_version: ProblemVersion) -> None:
    assert listed("verify") == {}
    needs(fake_version, "mine")
    with pytest.raises(CommandError, match="mine: it is not installed"):
        call_command("base_models", "verify")
    needs(fake_version, "nowhere")
    with pytest.raises(CommandError, match="nobody knows: nowhere"):
        call_command("base_models", "verify")


def test_fetch_of_an_installed_model_does_nothing(mine: Path) -> None:
    install()
    out = StringIO()
    call_command("base_models", "fetch", "mine", stdout=out)
    assert out.getvalue() == "mine: unchanged\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("fetch",), "say which base model to fetch; there are: "),
        (("fetch", "nowhere"), "there is no base model 'nowhere'; there are: "),
        (("verify", "nowhere"), "there is no base model 'nowhere'; there are: "),
    ],
)
def test_names_that_are_missing_or_unknown_are_told(arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("base_models", *arguments)
    assert str(caught.value).startswith(why)


def test_a_wrong_file_of_models_is_told_by_command_setup_and_doctor(
    mine: Path, fake_version: ProblemVersion
) -> None:
    needs(fake_version, "mine")
    site.config_file().write_text("[mine]\nlicence = 7\n")
    with pytest.raises(CommandError, match=r"base_models.toml: mine: licence: "):
        call_command("base_models")
    assert site.install_needed(print).startswith(f"{site.config_file()}: mine: licence: ")
    (check,) = [check for check in doctor.examine() if check.name == "Base model mine"]
    assert (check.ok, check.todo) == (False, f"Mend {Path(settings.HOME) / 'base_models.toml'}.")


def test_setup_tells_what_became_of_each_model_that_problems_need(
    mine: Path, fake_version: ProblemVersion
) -> None:
    assert site.install_needed(print) == "none needed"
    needs(fake_version, "mine")
    install()
    assert site.install_needed(print) == "mine unchanged"
    needs(fake_version, "smollm2-135m")
    assert site.install_needed(print) == (
        "smollm2-135m not there (“manage.py base_models fetch smollm2-135m” fetches it)"
    )
    needs(fake_version, "nowhere")
    assert site.install_needed(print) == "nowhere: there is no such base model"


def test_doctor_says_how_to_get_a_model_that_a_problem_needs(
    mine: Path, fake_version: ProblemVersion
) -> None:
    needs(fake_version, "mine")
    (missing,) = [check for check in doctor.examine() if check.name == "Base model mine"]
    install()
    (there,) = [check for check in doctor.examine() if check.name == "Base model mine"]
    assert (missing.ok, missing.detail) == (False, "it is not installed")
    assert missing.todo == "Run “manage.py base_models fetch mine”."
    assert (there.ok, there.detail) == (True, "installed, verified")
