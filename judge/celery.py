"""The Celery application. The queue carries ids only; the database row is the truth."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "judge.settings")

app = Celery("tuneroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["judge"])
