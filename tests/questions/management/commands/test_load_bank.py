"""``load_bank`` on the command line."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from questions import drafting
from questions.models import Question

pytestmark = pytest.mark.django_db


def rows(output: str) -> dict[str, str]:
    """The counts of the printed table, by result."""
    cells = [line.split("│") for line in output.splitlines() if line.startswith("│")]
    return {cell[1].strip(): cell[2].strip() for cell in cells if cell[1].strip()}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("load_bank", *arguments, stdout=out)
    return out.getvalue()


def test_load_bank_counts_and_names_missing_problems(bank: Path) -> None:
    first = run(str(bank))
    assert rows(first) == {
        "added": "1",
        "changed": "0",
        "returned": "0",
        "retired": "0",
        "left": "0",
        "kept": "0",
        "topics changed": "1",
    }
    assert (
        first.splitlines()[-1] == "what-is-it links to the problem some-problem, which is not installed yet"
    )
    assert rows(run(str(bank)))["left"] == "1"


def test_load_bank_names_what_it_keeps_as_the_site_has_it(bank: Path, author: User) -> None:
    run(str(bank))
    drafting.move(author, drafting.take_up(author, Question.objects.get()), "retired")
    told = run(str(bank), "--check")
    assert rows(told)["kept"] == "1"
    assert "kept: written on the site, and not what their files say" in told.splitlines()


def test_load_bank_check_fails_until_loaded(bank: Path) -> None:
    with pytest.raises(CommandError, match="the database differs from the files"):
        run(str(bank), "--check")
    assert Question.objects.count() == 0
    run(str(bank))
    assert rows(run(str(bank), "--check"))["left"] == "1"


def test_load_bank_prints_every_fault(bank: Path, question_text: str) -> None:
    faulty = question_text.replace("easy", "x").replace("## Answer", "## Reply")
    (bank / "basics" / "what-is-it.md").write_text(faulty, "utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="3 faults in the bank"):
        call_command("load_bank", str(bank), stdout=out)
    assert [line.split(": ")[:2] for line in out.getvalue().splitlines()] == [
        ["basics/what-is-it.md:6", "difficulty"],
        ["basics/what-is-it.md:14", "en/Answer"],
        ["basics/what-is-it.md:31", "Reply"],
    ]


def test_load_bank_loads_the_shipped_bank() -> None:
    assert rows(run())["added"] == "8"
