"""Run inside a site's own process: a submission that stands still as if a worker held it, for the pages.

Its curve and its verdict are written by the same services that the worker calls.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from judge import services
from judge.curves import Trace
from judge.models import Submission
from judge.states import State
from questions.models import ProblemVersion
from runners.base import Finding, Metric, Standing, Text, VerdictCode
from sandbox.job import Point
from tests.rows import new_verdict
from tests.site_process import NGRAM

NAMES = ("loss", "lr", "<b>=1</b>")
FAILED = (3, 7)


def hold() -> int:
    """Make the submission, in a lane without a worker and with a lease that outlives the test."""
    version = ProblemVersion.objects.get(problem__slug=NGRAM, published=True)
    author = User.objects.get(username="demo-admin")
    row = Submission.objects.create(author=author, problem_version=version, source="x", lane="nobody's")
    held = services.claim(row.pk)
    assert held is not None
    services.advance(held, State.RUNNING)
    Submission.objects.filter(pk=row.pk).update(lease_until=timezone.now() + timedelta(hours=1))
    return row.pk


def report(number: int, count: int, times: float) -> None:
    """Store a curve of ``count`` points, whose values are so many times the usual ones."""
    values = ((times / (step + 1), times * 1e-5 * step, times * 40.0) for step in range(count))
    points = [Point(step, tuple(zip(NAMES, row, strict=True))) for step, row in enumerate(values)]
    services.keep_curve(Submission.objects.get(pk=number), Trace(points).points())


def finish(number: int) -> None:
    """Give it a verdict with a metric of each standing and ten audits, two of them failed."""
    metrics = [asdict(_metric(standing)) for standing in Standing]
    audits = [asdict(_finding(key, key not in FAILED)) for key in range(10)]
    verdict = new_verdict(VerdictCode.REJECTED, metrics=metrics, audits=audits)
    services.finish(Submission.objects.get(pk=number), verdict)


def _metric(standing: Standing) -> Metric:
    title = Text("准确率", "Accuracy")
    return Metric(
        standing, title, 0.87, 0.85, 0.89, "higher", 0.5, 0.88, 0.974, 48.7, 50.0, standing=standing
    )


def _finding(key: int, passed: bool) -> Finding:
    evidence = Text(f"第 {key} 层的相对变化为 0.012。", f"Layer {key} changed by 0.012 of its norm.")
    return Finding(str(key), Text(f"审计 {key}", f"Audit {key}"), passed, evidence)
