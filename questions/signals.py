"""Keeps the search index as the rows are, whoever saves one. What writes in bulk calls ``index.rebuild``."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from questions.index import index_problem, index_question
from questions.models import ProblemVersion, Question


@receiver(post_save, sender=Question)
def _question_saved(instance: Question, raw: bool, **_: Any) -> None:
    if not raw:
        index_question(instance)


@receiver(post_save, sender=ProblemVersion)
def _version_saved(instance: ProblemVersion, raw: bool, **_: Any) -> None:
    if not raw:
        index_problem(instance.problem)
