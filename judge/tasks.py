"""Celery's tasks. Each takes primitives and calls one function."""

from __future__ import annotations

from celery import shared_task

from judge import pipeline, workshop


@shared_task
def judge_submission(submission_id: int) -> None:
    """Judge the submission if it is still to be judged; a second delivery does nothing."""
    pipeline.judge(submission_id, workshop.sandbox())
