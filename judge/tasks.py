"""Celery's tasks. Each takes primitives and calls one function."""

from __future__ import annotations

from celery import shared_task

from judge import pipeline, references, services, workshop


@shared_task
def judge_submission(submission_id: int) -> None:
    """Judge the submission if it is still to be judged; a second delivery does nothing."""
    pipeline.judge(submission_id, workshop.sandbox())


@shared_task
def reap() -> None:
    """Recover submissions whose worker is gone, and announce those whose message is."""
    services.reap()


@shared_task
def make_references() -> None:
    """Have the references made that could not be made at the start, for want of a worker."""
    references.request_missing()
