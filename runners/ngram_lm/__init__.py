"""The kind ``ngram_lm``: an NGramModel is tested on small texts and scored on hidden news.

This module is the runner: it drives one job (``plan``), reads the replies and puts the report
together (``verdict``). It runs nothing itself.
"""

from __future__ import annotations

from runners.base import Fault, Judging, Problem, ScoreRow, Task, Text
from runners.ngram_lm import data, params, rows, trial
from runners.ngram_lm.plan import plan
from runners.ngram_lm.verdict import report

KIB = 1024


class NGramRunner:
    """See ``runners.base.Runner``."""

    kind = "ngram_lm"
    table = params.Params
    title = Text("n-gram 语言模型", "n-gram language model")
    max_source_bytes = 64 * KIB
    typed = trial.HELP

    def check(self, problem: Problem) -> list[Fault]:
        """See ``params.faults``."""
        return params.faults(problem)

    def prepare(self, problem: Problem, secret: bytes) -> None:
        """Draw the public text, the vocabulary and the hidden positions."""
        data.draw(problem, secret)

    def judge(self, task: Task) -> Judging:
        """One job; its replies are marked when it has ended."""
        asked = plan(task)
        result = yield asked.job
        return report(task, asked, result)

    def try_out(self, task: Task, typed: str) -> Judging:
        """One job as well, on public text."""
        asked = trial.plan(task, typed)
        result = yield asked.job
        return trial.report(task, asked, result)

    def scoring_rows(self, problem: Problem) -> tuple[ScoreRow, ...]:
        """One row for each behaviour group and each metric."""
        return rows.scoring_rows(problem)


RUNNER = NGramRunner()
