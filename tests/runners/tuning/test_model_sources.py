"""Sources hand out files in one form: widened from float16, converted by a job, or read out of a package."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy
import pytest
import safetensors
from safetensors.numpy import load

from runners.tuning.model_folder import BaseModelError, facts_of
from runners.tuning.model_sources import HubModel, LocalFolder, ShippedFolder, as_type
from runners.tuning.package_files import PackageFile, read_package_file
from sandbox.job import Job, Outcome, Result
from tests.runners.tuning.small_models import no_job, small_files, write_files


@dataclass
class ConvertingSandbox:
    """Answers a conversion with the small model, or with an outcome that is not good."""

    outcome: Outcome = Outcome.OK
    jobs: list[Job] = field(default_factory=list)

    def run(self, job: Job) -> Result:
        self.jobs.append(job)
        files = small_files(positions=8)
        weights = files.pop("model.safetensors")
        others = json.dumps({name: content.decode() for name, content in files.items()}).encode()
        made = {"made/model.safetensors": weights, "made/others.json": others}
        return Result(self.outcome, artifacts=made, stderr=b"Traceback: no such architecture\n")


def test_shipped_weights_are_widened_and_nothing_else_changes(tmp_path: Path) -> None:
    files = small_files()
    half = files | {"model.safetensors": as_type(files["model.safetensors"], numpy.float16)}
    write_files(tmp_path / "small", half | {"card.md": b"# small", "facts.json": b"{}"})
    source = ShippedFolder(tmp_path / "small")
    assert (source.read(no_job, print), source.at_hand(), str(source)) == (files, True, "shipped")
    assert load(half["model.safetensors"])["wte"].dtype == numpy.float16


def test_a_local_folder_goes_through_a_trusted_job(tmp_path: Path) -> None:
    write_files(tmp_path, small_files() | {"pytorch_model.bin": b"\x80\x04", "run.py": b""})
    sandbox = ConvertingSandbox()
    files = LocalFolder(tmp_path).read(sandbox.run, print)
    (job,) = sandbox.jobs
    assert files == small_files(positions=8)
    assert (job.image, job.trusted, job.argv[-2:]) == ("torch", True, ("/box/given", "made"))
    assert sorted(file.path for file in job.files) == [
        "convert.py",
        "given/config.json",
        "given/model.safetensors",
        "given/tokenizer.json",
    ]


def test_a_failed_conversion_says_what_the_program_said(tmp_path: Path) -> None:
    write_files(tmp_path, small_files())
    with pytest.raises(BaseModelError) as caught:
        LocalFolder(tmp_path).read(ConvertingSandbox(Outcome.RUNTIME_ERROR).run, print)
    assert str(caught.value) == (
        "the model cannot be converted (runtime_error ): Traceback: no such architecture"
    )


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaseModelError) as caught:
        LocalFolder(tmp_path).read(no_job, print)
    assert str(caught.value) == f"{tmp_path}: there is no model.safetensors in it"


def test_a_hub_needs_its_library_and_the_error_names_the_extra() -> None:
    assert find_spec("huggingface_hub") is None  # it is in no environment that the lock makes
    source = HubModel("openai-community/gpt2", "0" * 40)
    with pytest.raises(BaseModelError, match=r"pip install -e .\[hub\]"):
        source.read(no_job, print)
    assert (source.at_hand(), str(source)) == (False, "hub openai-community/gpt2")


def package_file(**changes: str) -> PackageFile:
    values = {
        "package": "safetensors",
        "version": version("safetensors"),
        "path": "safetensors/__init__.py",
        "sha256": hashlib.sha256(Path(safetensors.__file__).read_bytes()).hexdigest(),
        "wheel_sha256": "0" * 64,
    }
    return PackageFile(**(values | changes))


def test_a_file_of_an_installed_package_is_read_in_place() -> None:
    said: list[str] = []
    assert b"safetensors" in read_package_file(package_file(), said.append)
    assert said == ["reading safetensors"]


def test_another_file_than_the_expected_one_is_refused() -> None:
    with pytest.raises(BaseModelError, match=r"safetensors/__init__.py is not the expected file"):
        read_package_file(package_file(sha256="0" * 64), print)


def test_facts_count_numbers_of_all_shapes() -> None:
    facts = facts_of(small_files())
    assert (facts.vocabulary, facts.parameters, facts.positions) == (5, 12, 4)
