"""``new_problem`` and ``check_package``: made, judged in the real sandbox, refused by name."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from questions.package_templates import files_in
from questions.package_zip import write_zip
from sandbox.registry import Installation

pytestmark = [pytest.mark.docker, pytest.mark.django_db]


@pytest.fixture
def package(tmp_path: Path, installation: Installation) -> Path:
    call_command("new_problem", "function", "my-problem", folder=tmp_path, stdout=StringIO())
    return tmp_path / "my-problem"


def check(path: Path, *options: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("check_package", str(path), *options, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_new_problem_can_be_judged_as_it_is(package: Path) -> None:
    status, out, err = check(package)
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == ["ok"] * 4
    assert out.splitlines()[0] == "ok   solutions/reference.py: accepted 100"


def test_mutant_that_passes_is_named_also_of_a_zip(package: Path, tmp_path: Path) -> None:
    good = (package / "solutions" / "reference.py").read_text()
    (package / "solutions" / "third_mistake.py").write_text(f"# no mistake\n{good}")
    archive = tmp_path / "my-problem.zip"
    archive.write_bytes(write_zip("my-problem", files_in(package)))
    status, out, err = check(archive, "--json")
    found = json.loads(out)
    assert (status, found["publishable"]) == (1, False)
    assert found["faults"] == ["solutions/third_mistake.py: not what it must get"] == err.splitlines()
    assert [one["holds"] for one in found["solutions"]] == [True, True, True, False]


def test_what_cannot_be_judged_is_said(package: Path, tmp_path: Path) -> None:
    config = package / "problem.toml"
    config.write_text(config.read_text().replace('difficulty = "easy"', 'difficulty = "mild"'))
    (tmp_path / "no.zip").write_bytes(b"no zip")
    for path, words in (
        (package, "line 6: difficulty"),
        (tmp_path / "no.zip", "not a whole zip"),
        (tmp_path / "x", "No such file"),
    ):
        with pytest.raises(CommandError, match=words):
            check(path)


def test_new_problem_touches_nothing_that_is_there(package: Path, tmp_path: Path) -> None:
    for kind, slug, words in (
        ("function", "my-problem", "there already"),
        ("function", "No Name", "lower-case letters"),
        ("nothing", "other", "no kind"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("new_problem", kind, slug, folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["my-problem"]


def test_schema_is_printed() -> None:
    _, out, _ = check(Path(), "--schema")
    assert json.loads(out)["title"] == "ProblemConfig"
