"""The kind ``finetune_classifier``: a base model is fine-tuned into a classifier, whose weights are scored.

This module is the runner. First the candidate's program trains in a container of its own and its weights come
out as bytes; then a trusted job, which holds no candidate code, passes the hidden texts through them. It runs
nothing itself.
"""

from __future__ import annotations

from runners.base import Fault, Judging, Problem, Report, ScoreRow, Task, Text
from runners.finetune_classifier import data, params, rows, trial
from runners.finetune_classifier.plan import plan, questions
from runners.finetune_classifier.verdict import report
from runners.tuning.scoring_job import answers_of, scoring_job
from runners.tuning.training import read_training

KIB = 1024


class ClassifierRunner:
    """See ``runners.base.Runner``."""

    kind = "finetune_classifier"
    table = params.Params
    title = Text("微调文本分类器", "Fine-tuned text classifier")
    max_source_bytes = 64 * KIB
    typed = trial.HELP

    def check(self, problem: Problem) -> list[Fault]:
        """See ``params.faults``."""
        return params.faults(problem)

    def prepare(self, problem: Problem, secret: bytes) -> None:
        """Draw the public and the hidden texts."""
        data.draw(problem, secret)

    def judge(self, task: Task) -> Judging:
        """Training, then the judge's own passes over the weights that came of it."""
        planned = plan(task)
        trained = read_training(planned.spec, planned.base, (yield planned.job))
        if isinstance(trained, Report):
            return trained
        result = yield scoring_job(task, "classifier", planned.base, trained.weights, questions(planned))
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
        """One row for each metric that earns points."""
        return rows.scoring_rows(problem)


RUNNER = ClassifierRunner()
