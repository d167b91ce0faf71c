"""``export_package`` and ``import_package``: a round trip, and what is refused."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from questions.package_models import PackageDraft
from questions.package_templates import files_in
from questions.package_zip import read_zip, write_zip
from questions.problem_loader import SHIPPED, load_package
from questions.problem_package import read_package

pytestmark = pytest.mark.django_db


def test_loaded_problem_goes_out_becomes_a_draft_and_goes_out_the_same(tmp_path: Path) -> None:
    load_package(read_package(SHIPPED / "beam-search"))
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    call_command("export_package", "beam-search", output=first, stdout=StringIO())
    assert read_zip(first.read_bytes()) == ("beam-search", files_in(SHIPPED / "beam-search"))
    said = []
    for _ in range(2):
        out = StringIO()
        call_command("import_package", str(first), stdout=out)
        said.append(out.getvalue().split()[0])
    call_command("export_package", "beam-search", draft=True, output=second, stdout=StringIO())
    assert (said, second.read_bytes()) == (["imported", "unchanged"], first.read_bytes())


def test_what_is_wrong_with_an_imported_package_is_said(tmp_path: Path) -> None:
    half, errors = tmp_path / "half.zip", StringIO()
    half.write_bytes(write_zip("half", {"problem.toml": b'kind = "function"\n'}))
    call_command("import_package", str(half), stdout=StringIO(), stderr=errors)
    assert "problem.toml: version: it is missing" in errors.getvalue()
    assert PackageDraft.objects.get().slug == "half"


def test_refusals(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"no")
    for command, name, words in (
        ("import_package", str(tmp_path / "no.zip"), "not a whole zip"),
        ("import_package", str(tmp_path / "none.zip"), "No such file"),
        ("export_package", "nothing", "no problem 'nothing'"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command(command, name)
    with pytest.raises(CommandError, match="no draft 'nothing'"):
        call_command("export_package", "nothing", draft=True)
    with pytest.raises(CommandError, match="no user 'nobody'"):
        call_command("import_package", str(tmp_path / "no.zip"), author="nobody")
