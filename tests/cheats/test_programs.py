"""What a program's first line says is read and compared with its report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runners.base import Finding, Report, Text, VerdictCode
from tests.cheats import suites
from tests.cheats.programs import HERE, Ending, Program, as_expected, cheat, word_for
from tests.cheats.suites import SUITES, Suite

EMPTY = Text("", "")
PLAIN = Report(VerdictCode.WRONG_ANSWER, 74.0, EMPTY)
REJECTED = Report(VerdictCode.REJECTED, 0.0, EMPTY, audits=(Finding("sums", EMPTY, False, EMPTY),))


def program(tmp_path: Path, said: str) -> Program:
    path = tmp_path / "cheat.py"
    path.write_text(f'"""Expected: {said}"""\n')
    return cheat(path, b"base = 1\n")


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_every_program_says_what_it_must_get(suite: Suite) -> None:
    programs = suite.programs()
    assert len(programs) == len({program.name for program in programs}) > 20


def test_every_file_belongs_to_a_suite() -> None:
    judged = {program.path for suite in SUITES for program in suite.programs()}
    about = {path for path in HERE.rglob("*.py") if path.parent == HERE or path.name.startswith("test_")}
    assert set(HERE.rglob("*.py")) - judged - about == {suites.PLAIN, suites.REWRITING}


def test_endings_are_read_one_by_one(tmp_path: Path) -> None:
    found = program(tmp_path, "rejected, audit sums or values; or wrong_answer, score at most 40. So it is.")
    assert found.endings == (
        Ending(VerdictCode.REJECTED, ("sums", "values"), 100.0),
        Ending(VerdictCode.WRONG_ANSWER, (), 40.0),
    )
    assert found.source.startswith(b'base = 1\n"""Expected: rejected')


def test_cheat_that_is_known_to_pass_says_why(tmp_path: Path) -> None:
    path = tmp_path / "cheat.py"
    path.write_text(
        '"""Expected: rejected, audit sums.\n\nIt is bad.\n\nKnown to pass: nobody\nlooks.\n"""\n'
    )
    assert cheat(path).known == "nobody looks."
    assert word_for(cheat(path), PLAIN) == "known to pass"
    assert word_for(cheat(path), REJECTED) == "caught"


@pytest.mark.parametrize("said", ["", "greatness.", "wrong_answer.", "rejected"])
def test_line_that_says_nothing_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        program(tmp_path, said)


@pytest.mark.parametrize(
    ("said", "report", "word"),
    [
        ("rejected, audit sums.", REJECTED, "caught"),
        ("rejected, audit values.", REJECTED, "MISSED"),
        ("wrong_answer, score at most 74.", PLAIN, "caught"),
        ("wrong_answer, score at most 73.", PLAIN, "MISSED"),
        ("no effect.", PLAIN, "no effect"),
        ("no effect.", replace(PLAIN, score=74.1), "MISSED"),
        ("no effect.", replace(PLAIN, audits=REJECTED.audits), "MISSED"),
        ("no gain.", replace(PLAIN, score=75.0), "no gain"),
        ("no gain.", REJECTED, "no gain"),
        ("no gain.", replace(PLAIN, score=75.1), "MISSED"),
    ],
)
def test_cheat_gets_its_word(tmp_path: Path, said: str, report: Report, word: str) -> None:
    assert word_for(program(tmp_path, said), report, PLAIN) == word


@pytest.mark.parametrize(
    ("report", "good"),
    [
        (PLAIN, True),
        (replace(PLAIN, verdict=VerdictCode.ACCEPTED), True),
        (REJECTED, False),
        (replace(PLAIN, audits=REJECTED.audits), False),
        (replace(PLAIN, verdict=VerdictCode.RUNTIME_ERROR), False),
    ],
)
def test_honest_program_is_left_alone_when_it_was_scored(report: Report, good: bool) -> None:
    honest = Program(HERE / "ngram" / "honest" / "any.py", b"")
    assert as_expected(honest, report) is good
    assert word_for(honest, report) == ("left alone" if good else "FALSE ALARM")
