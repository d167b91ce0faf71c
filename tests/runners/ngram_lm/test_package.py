"""What the package tells candidates is what problem.toml says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runners.base import VerdictCode
from runners.ngram_lm import RUNNER
from tests.runners.local_driver import drive
from tests.runners.ngram_lm.problems import shipped, small_problem, task_of


@pytest.mark.parametrize("language", ["zh", "en"])
def test_statement_names_the_numbers_of_the_configuration(language: str) -> None:
    package = shipped()
    statement = package.statement[language].replace(",", "")
    config, params = package.config, package.config.params
    numbers = {
        "vocabulary": params["vocabulary"],
        "words beside the marks": params["vocabulary"] - 2,
        "positions": params["positions"],
        "replays": params["replays"],
        "questions": params["positions"] + params["replays"],
        "CPU seconds": int(config.limits.cpu_seconds),
        "behaviour seconds": int(params["behaviour_cpu_seconds"]),
        "wall seconds": int(config.limits.wall_seconds),
        "pass mark": int(config.pass_mark),
        "source KiB": RUNNER.max_source_bytes // 1024,
        "perplexity": int(config.scoring["perplexity"]),
    }
    assert [name for name, number in numbers.items() if str(number) not in statement] == []
    assert (config.limits.memory_bytes, "1 GiB" in statement) == (2**30, True)


def test_hints_are_as_many_in_both_languages() -> None:
    hints = shipped().hints
    assert (len(hints["zh"]), len(hints["en"])) == (6, 6)


def test_scoring_rows_are_the_scoring_table() -> None:
    package = shipped()
    rows = RUNNER.scoring_rows(package.problem(Path()))
    assert [row.points for row in rows] == list(package.config.scoring.values())


def test_starter_runs_to_a_wrong_answer(tmp_path: Path) -> None:
    problem = small_problem(tmp_path)
    report = drive(RUNNER.judge(task_of(problem, shipped().starter)))
    assert report.verdict is VerdictCode.WRONG_ANSWER


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"corpus": "news-en"}, (("ngram_lm", "corpus"), "there is no corpus 'news-en'")),
        ({"replays": 2000}, (("ngram_lm", "replays"), "more than there are positions")),
    ],
)
def test_check_names_what_is_wrong(table: dict[str, object], fault: tuple[tuple[str, ...], str]) -> None:
    problem = shipped().problem(Path())
    wrong = replace(problem, params={**problem.params, **table})
    (found,) = RUNNER.check(wrong)
    assert (found.key, found.why.en.split(";")[0]) == fault
