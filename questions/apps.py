"""The app of the Q&A bank and the coding problems."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Listens to what is saved, for the search index."""

    name = "questions"

    def ready(self) -> None:
        """Connect the receivers."""
        import_module("questions.signals")
