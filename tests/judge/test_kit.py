"""The kit: nothing hidden is in it, and its script does what Run does."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from judge import pipeline, runs
from judge.kit import kit_of
from questions.models import ProblemVersion
from questions.problem_loader import data_folder, load_packages
from sandbox.docker_engine import DockerSandbox
from tests.conftest import MakeUser
from tests.site_process import SOLUTIONS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TYPED = "n = 3\nwe tune small models\n? we tune\n"


@pytest.fixture
def version(transactional_db: None) -> ProblemVersion:
    """The n-gram problem, with its data drawn."""
    (loaded,) = load_packages(SOLUTIONS.parent.parent, only={SOLUTIONS.parent.name})
    return loaded.version


@pytest.fixture
def kit(version: ProblemVersion, tmp_path: Path) -> Path:
    """The unpacked kit."""
    with zipfile.ZipFile(BytesIO(kit_of(version))) as archive:
        archive.extractall(tmp_path)
    return tmp_path / version.problem.slug


def test_nothing_hidden_is_in_the_kit(version: ProblemVersion, kit: Path) -> None:
    files = [file for file in kit.rglob("*") if file.is_file()]
    hidden = [file for file in (data_folder(version) / "hidden").iterdir() if file.is_file()]
    held = b"".join(file.read_bytes() for file in files)
    assert (kit / "data" / "public" / "train.txt").is_file()
    assert not [file for file in files if "hidden" in file.parts or file.name == "key"]
    assert len(hidden) == 2
    assert not [file.name for file in hidden if file.read_bytes()[:200] in held]
    assert not [name for name in SOLUTIONS.iterdir() if name.read_bytes() in held]


def test_the_same_version_gives_the_same_bytes(version: ProblemVersion) -> None:
    assert kit_of(version) == kit_of(version)


@pytest.mark.docker
@pytest.mark.parametrize("solution", ["reference.py", "document_bugs.py"])
def test_its_script_gives_what_run_gives(
    version: ProblemVersion, kit: Path, sandbox: DockerSandbox, make_user: MakeUser, solution: str
) -> None:
    source = (SOLUTIONS / solution).read_text(encoding="utf-8")
    row = runs.start_run(make_user(), version, source, TYPED)
    pipeline.judge(row.pk, sandbox)
    verdict = row.latest_verdict
    assert verdict is not None
    (kit / "solution.py").write_text(source, encoding="utf-8")
    (kit / "typed.txt").write_text(TYPED, encoding="utf-8")
    argv = [sys.executable, "run_samples.py", "--json", "--typed", "typed.txt"]
    ran = subprocess.run(argv, cwd=kit, capture_output=True, text=True, env={"PATH": "/usr/bin"}, check=False)
    found = json.loads(ran.stdout)
    same = ("summary", "groups", "metrics", "audits")
    assert (ran.returncode, found["verdict"]) == (0 if solution == "reference.py" else 1, verdict.code)
    assert {key: found[key] for key in same} == {key: getattr(verdict, key) for key in same}


def test_kit_of_a_function_problem_runs_its_samples_and_has_no_hidden_test(
    transactional_db: None, tmp_path: Path
) -> None:
    (loaded,) = load_packages(SOLUTIONS.parent.parent, only={"beam-search"})
    with zipfile.ZipFile(BytesIO(kit_of(loaded.version))) as archive:
        archive.extractall(tmp_path)
    folder, package = tmp_path / "beam-search", SOLUTIONS.parent.parent / "beam-search"
    held = {file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    secret = [package / "cases.py", *(package / "solutions").iterdir()]
    assert (package / "public" / "samples.py").read_bytes() in held
    assert not [file.name for file in secret if file.read_bytes() in held]
    ran = []
    for solution in ("solutions/reference.py", "starter.py"):
        (folder / "solution.py").write_bytes((package / solution).read_bytes())
        argv = [sys.executable, "run_samples.py", "--json"]
        done = subprocess.run(
            argv, cwd=folder, capture_output=True, text=True, env={"PATH": "/usr/bin"}, check=False
        )
        (group,) = json.loads(done.stdout)["groups"]
        ran.append((done.returncode, sum(case["passed"] for case in group["cases"])))
    assert ran == [(0, 3), (1, 0)]
