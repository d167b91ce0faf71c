"""The Django project, and submissions: how they are queued, judged and shown."""

from judge.celery import app as celery_app

__all__ = ["celery_app"]
