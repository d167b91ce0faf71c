"""``base_models.toml``: what it adds, and errors that name file, model and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from runners.base import Text
from runners.tuning.base_models import BaseModelError, known
from runners.tuning.model_sources import HubModel, LocalFolder

COMMIT = "0123456789" * 4


def written(folder: Path, text: str) -> Path:
    file = folder / "base_models.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_there_are_the_shipped_models(tmp_path: Path) -> None:
    assert set(known(tmp_path / "base_models.toml")) >= {"smollm2-135m"}


def test_a_hub_model_and_a_folder_are_added(tmp_path: Path) -> None:
    models = known(
        written(
            tmp_path,
            f"""
            [gpt2]
            hub = "openai-community/gpt2"
            revision = "{COMMIT}"
            licence = "MIT"
            weights_sha256 = "{"0a" * 32}"
            cpu_cost.zh = "慢"
            cpu_cost.en = "slow"
            [mine]
            folder = "/srv/mine"
            licence = "internal"
            """,
        )
    )
    gpt2, mine = models["gpt2"], models["mine"]
    assert (gpt2.source, gpt2.licence) == (HubModel("openai-community/gpt2", COMMIT), "MIT")
    assert (gpt2.weights_sha256, gpt2.cpu_cost) == ("0a" * 32, Text("慢", "slow"))
    assert (mine.source, mine.gpu_cost) == (LocalFolder(Path("/srv/mine")), Text("未说明", "not stated"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[x]\nlicence="MIT"', "x: Value error, give either folder or hub"),
        ('[x]\nlicence="MIT"\nfolder="/a"\nhub="a/b"', "x: Value error, give either folder or hub"),
        (
            '[x]\nlicence="MIT"\nhub="a/b"',
            "x: Value error, revision (a commit, 40 hexadecimal digits) belongs to hub",
        ),
        ('[x]\nlicence="MIT"\nfolder="a"', "x: Value error, folder must be an absolute path"),
        ('[x]\nfolder="/a"', "x: licence: Field required"),
        ('[x]\nlicence="MIT"\nfolder="/a"\nfoldr="/b"', "x: foldr: Extra inputs are not permitted"),
        ('[x]\nlicence=7\nfolder="/a"', "x: licence: Input should be a valid string"),
        (
            '[x]\nlicence="MIT"\nfolder="/a"\ncpu_cost.zh="慢"',
            "x: cpu_cost: en: Field required",
        ),
        (
            '[smollm2-135m]\nlicence="MIT"\nfolder="/a"',
            "smollm2-135m: a shipped model has this name",
        ),
        (
            '["../x"]\nlicence="MIT"\nfolder="/a"',
            "../x: a name has small letters, digits, “.”, “_” and “-” only",
        ),
    ],
)
def test_what_is_wrong_is_named_with_file_model_and_key(tmp_path: Path, text: str, why: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(BaseModelError) as caught:
        known(file)
    assert str(caught.value) == f"{file}: {why}"


def test_a_branch_is_no_revision(tmp_path: Path) -> None:
    file = written(tmp_path, '[x]\nlicence="MIT"\nhub="a/b"\nrevision="main"')
    with pytest.raises(BaseModelError) as caught:
        known(file)
    assert str(caught.value) == f"{file}: x: revision: String should match pattern '^[0-9a-f]{{40}}$'"


def test_everything_wrong_is_told_at_once_and_no_toml_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(BaseModelError) as caught:
        known(written(tmp_path, '[x]\nlicence="MIT"\n[y]\nfolder="/a"'))
    assert len(str(caught.value).splitlines()) == 2
    with pytest.raises(BaseModelError, match=r"base_models.toml: .*at end of document"):
        known(written(tmp_path, "[x"))
