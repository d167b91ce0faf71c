"""The kind ``dialogue``: a base model is fine-tuned to answer, and its weights are scored on hidden prompts.

This module is the runner. First the candidate's program trains in a container of its own and its weights
come out as bytes; then a trusted job, which holds no candidate code, computes the losses of the true replies
and generates replies by the judge's own decoding. It runs nothing itself.
"""

from __future__ import annotations

from runners.base import Fault, Judging, Problem, Report, ScoreRow, Task, Text
from runners.dialogue import data, params, rows, trial
from runners.dialogue.plan import plan, questions
from runners.dialogue.verdict import report
from runners.tuning.scoring_job import answers_of, scoring_job
from runners.tuning.training import read_training

KIB = 1024


class DialogueRunner:
    """See ``runners.base.Runner``."""

    kind = "dialogue"
    table = params.Params
    title = Text("微调对话模型", "Fine-tuned dialogue model")
    max_source_bytes = 64 * KIB
    typed = trial.HELP

    def check(self, problem: Problem) -> list[Fault]:
        """See ``params.faults``."""
        return params.faults(problem)

    def prepare(self, problem: Problem, secret: bytes) -> None:
        """Draw the public pairs and the hidden prompts."""
        data.draw(problem, secret)

    def judge(self, task: Task) -> Judging:
        """Training, then the judge's own passes over the weights that came of it."""
        planned = plan(task)
        trained = read_training(planned.spec, planned.base, (yield planned.job))
        if isinstance(trained, Report):
            return trained
        asked = questions(planned, reference=task.reference is None)
        result = yield scoring_job(task, "dialogue", planned.base, trained.weights, asked)
        return report(task, planned, trained.draft, answers_of(result))

    def try_out(self, task: Task, typed: str) -> Judging:
        """A short training, then the judge's own passes over public examples and what was typed."""
        planned = trial.plan(task, typed)
        trained = read_training(planned.base.spec, planned.base.files, (yield planned.job))
        if isinstance(trained, Report):
            return trained
        result = yield trial.asking(task, planned, trained.weights)
        return trial.report(planned, trained.draft, answers_of(result))

    def scoring_rows(self, problem: Problem) -> tuple[ScoreRow, ...]:
        """One row for each metric."""
        return rows.scoring_rows(problem)


RUNNER = DialogueRunner()
