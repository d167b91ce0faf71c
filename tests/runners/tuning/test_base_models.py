"""Base models are got whole, checked to the byte, and read only when they are in order."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from runners.base import Text
from runners.tuning.base_models import BaseModel, BaseModelError, fetch, files_of, installed, verify
from runners.tuning.model_folder import MANIFEST, _remembered, known_sha256_of
from tests.runners.tuning.small_models import FakeSource, no_job, small_files

FREE = Text("免费", "free")


def model(**changes: object) -> BaseModel:
    tiny = BaseModel(
        name="tiny", source=FakeSource(small_files()), licence="MIT", cpu_cost=FREE, gpu_cost=FREE
    )
    return replace(tiny, **changes)  # type: ignore[arg-type]


def fetched(models: Path) -> Path:
    return fetch(model(), models, no_job, print)


def test_fetch_installs_the_files_with_a_manifest(tmp_path: Path) -> None:
    folder = fetched(tmp_path / "models")
    assert folder == tmp_path / "models" / "tiny" == installed("tiny", tmp_path / "models")
    assert {path.name for path in folder.iterdir()} == {*small_files(), MANIFEST}
    assert [path.name for path in folder.parent.iterdir()] == ["tiny"]
    assert verify(model(), tmp_path / "models") == []


def test_files_of_are_the_files_without_the_manifest(tmp_path: Path) -> None:
    fetched(tmp_path)
    assert files_of("tiny", tmp_path) == small_files()


def test_fetch_again_replaces_what_was_there(tmp_path: Path) -> None:
    (fetched(tmp_path) / "tokenizer.json").write_text("[]")
    fetched(tmp_path)
    assert files_of("tiny", tmp_path) == small_files()
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


def test_fetch_refuses_what_is_not_the_expected_model(tmp_path: Path) -> None:
    digest = hashlib.sha256(small_files()["model.safetensors"]).hexdigest()
    with pytest.raises(BaseModelError) as caught:
        fetch(model(weights_sha256="0" * 64, parameters=13, positions=4), tmp_path, no_job, print)
    assert str(caught.value) == (
        "tiny: what came is not the expected model: "
        f"weights_sha256 is {digest}, expected {'0' * 64}; parameters is 12, expected 13"
    )
    assert list(tmp_path.iterdir()) == []


def test_verify_says_what_the_registry_says_otherwise(tmp_path: Path) -> None:
    fetched(tmp_path)
    assert verify(model(vocabulary=6), tmp_path) == ["vocabulary is 5, expected 6"]


def test_installed_says_how_to_get_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(BaseModelError) as caught:
        installed("tiny", tmp_path)
    assert str(caught.value) == (
        "base model tiny: it is not installed. Run “manage.py base_models fetch tiny”."
    )


@pytest.mark.parametrize("name", ["", "..", "../tiny", "a/b", ".new-x", "Tiny"])
def test_installed_refuses_names_that_could_lead_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(BaseModelError, match="is no name of a base model"):
        installed(name, tmp_path)


def test_installed_sees_changed_bytes_of_the_same_size(tmp_path: Path) -> None:
    folder = fetched(tmp_path)
    installed("tiny", tmp_path)
    (folder / "model.safetensors").write_bytes(small_files(start=1.0)["model.safetensors"])
    with pytest.raises(BaseModelError, match=r"model.safetensors: its bytes are not those of the manifest"):
        installed("tiny", tmp_path)


def test_known_digest_of_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"a")
    first = known_sha256_of(file)
    hits = _remembered.cache_info().hits
    assert (known_sha256_of(file), _remembered.cache_info().hits) == (first, hits + 1)


def test_missing_and_added_files_are_faults(tmp_path: Path) -> None:
    folder = fetched(tmp_path)
    (folder / "tokenizer.json").unlink()
    (folder / "modeling.py").write_text("")
    assert verify(model(), tmp_path) == [
        "modeling.py: it is not in the manifest",
        "tokenizer.json: it is missing",
    ]


def test_a_folder_without_a_manifest_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    assert verify(model(), tmp_path) == [f"{tmp_path / 'tiny' / MANIFEST} is missing or no manifest"]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"config.json": b"{"}, "config.json is missing or no JSON"),
        ({"config.json": b'{"auto_map": {}}'}, "one that names a program of its own"),
        ({"config.json": b'{"vocab_size": 5}'}, "max_position_embeddings' is missing"),
        ({"config.json": b'{"vocab_size": "5", "n_positions": 4}'}, "config.json: 1 validation error"),
        ({"model.safetensors": b"\x80\x04pickle"}, "model.safetensors: "),
        ({"modeling_gpt2.py": b""}, "a base model has no files modeling_gpt2.py"),
    ],
)
def test_fetch_refuses_files_that_make_no_model(tmp_path: Path, files: dict[str, bytes], why: str) -> None:
    with pytest.raises(BaseModelError) as caught:
        fetch(model(source=FakeSource(small_files() | files)), tmp_path, no_job, print)
    assert why in str(caught.value)
    assert list(tmp_path.iterdir()) == []
