"""The kit: nothing hidden is in it, and its script does what Run does."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from judge import pipeline, runs
from judge.env import ROOT
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


def unpacked(version: ProblemVersion, folder: Path) -> Path:
    """The kit's folder."""
    with zipfile.ZipFile(kit_of(version).path) as archive:
        archive.extractall(folder)
    return folder / version.problem.slug


@pytest.fixture
def kit(version: ProblemVersion, tmp_path: Path) -> Path:
    """The unpacked kit."""
    return unpacked(version, tmp_path)


def commands_of(kit: Path) -> list[str]:
    """What the kit's README tells to type: prepare, run, run with input of one's own."""
    lines = (kit / "README.md").read_text(encoding="utf-8").splitlines()
    return [line.partition("#")[0].strip() for line in lines if line.startswith("    ")]


def typed(command: str, kit: Path) -> subprocess.CompletedProcess[str]:
    """Type it in the kit's folder, where nothing of the product can be found but what the kit brings."""
    env = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(Path.home())}
    return subprocess.run(
        ["/bin/sh", "-c", command], cwd=kit, capture_output=True, text=True, env=env, check=False
    )


def prepare(kit: Path) -> None:
    """Follow the first line of the README: an environment with what the kit asks for, and that alone."""
    done = typed(commands_of(kit)[0], kit)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_hidden_is_in_the_kit(version: ProblemVersion, kit: Path) -> None:
    files = [file for file in kit.rglob("*") if file.is_file()]
    hidden = [file for file in (data_folder(version) / "hidden").iterdir() if file.is_file()]
    held = b"".join(file.read_bytes() for file in files)
    assert (kit / "data" / "public" / "train.txt").is_file()
    assert not [file for file in files if "hidden" in file.parts or file.name == "key"]
    assert len(hidden) == 2
    assert not [file.name for file in hidden if file.read_bytes()[:200] in held]
    assert not [name for name in SOLUTIONS.iterdir() if name.read_bytes() in held]


def test_the_same_version_gives_the_same_bytes_and_is_written_once(version: ProblemVersion) -> None:
    first = kit_of(version).path
    content, made = first.read_bytes(), first.stat().st_mtime_ns
    assert (kit_of(version).path, first.stat().st_mtime_ns) == (first, made)
    first.unlink()
    assert kit_of(version).path.read_bytes() == content


def test_what_changed_is_packed_anew_and_the_old_kit_goes(version: ProblemVersion) -> None:
    first = kit_of(version)
    version.starter += "# more\n"
    second = kit_of(version)
    assert second.path != first.path
    assert second.name == first.name == f"{version.problem.slug}-{version.version}.zip"
    assert list(second.path.parent.iterdir()) == [second.path]


@pytest.mark.parametrize("slug", ["causal-attention", "review-sentiment", "dialogue-generation"])
def test_the_requirements_name_all_that_is_imported(
    transactional_db: None, tmp_path: Path, slug: str
) -> None:
    (loaded,) = load_packages(SOLUTIONS.parent.parent, only={slug})
    kit = unpacked(loaded.version, tmp_path)
    asked = dict(line.split("==") for line in (kit / "requirements.txt").read_text().splitlines()[1:])
    own = {part for file in kit.rglob("*.py") for part in file.relative_to(kit).with_suffix("").parts}
    nodes = [node for file in kit.rglob("*.py") for node in ast.walk(ast.parse(file.read_bytes()))]
    modules = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    others = {name.partition(".")[0] for name in modules} - own - sys.stdlib_module_names
    others -= {"cases", "reference", "questions_of_kind"}  # files that a job has beside these
    assert "torch" in others
    assert {{"yaml": "pyyaml"}.get(name, name) for name in others} == set(asked)


def test_versions_are_those_that_judge(kit: Path) -> None:
    locked = {
        line.split()[0] for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line
    }
    asked = (kit / "requirements.txt").read_text().splitlines()[1:]
    assert [line for line in asked if line in locked] == asked
    assert [line.partition("==")[0] for line in asked] == ["numpy", "pydantic", "pyyaml"]


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
    (kit / "my.txt").write_text(TYPED, encoding="utf-8")
    prepare(kit)
    ran = typed(f"{commands_of(kit)[2]} --json", kit)
    found = json.loads(ran.stdout)
    same = ("summary", "groups", "metrics", "audits")
    assert (ran.returncode, found["verdict"]) == (0 if solution == "reference.py" else 1, verdict.code)
    assert {key: found[key] for key in same} == {key: getattr(verdict, key) for key in same}


def test_kit_of_a_function_problem_runs_its_samples_and_has_no_hidden_test(
    transactional_db: None, tmp_path: Path
) -> None:
    (loaded,) = load_packages(SOLUTIONS.parent.parent, only={"beam-search"})
    folder, package = unpacked(loaded.version, tmp_path), SOLUTIONS.parent.parent / "beam-search"
    held = {file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    secret = [package / "cases.py", *(package / "solutions").iterdir()]
    assert (package / "public" / "samples.py").read_bytes() in held
    assert not [file.name for file in secret if file.read_bytes() in held]
    prepare(folder)
    ran = []
    for solution in ("solutions/reference.py", "starter.py"):
        (folder / "solution.py").write_bytes((package / solution).read_bytes())
        done = typed(f"{commands_of(folder)[1]} --json", folder)
        (group,) = json.loads(done.stdout)["groups"]
        ran.append((done.returncode, sum(case["passed"] for case in group["cases"])))
    assert ran == [(0, 3), (1, 0)]
    told = [typed(f"{commands_of(folder)[1]} --language {one}", folder).stdout for one in ("zh", "en")]
    assert [said.split("\n", 1)[0] for said in told] == [
        "答案错误：3 个样例未通过。",
        "Wrong answer: 3 of 3 samples did not pass.",
    ]
