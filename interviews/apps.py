"""The app, and what it does in each round of the housekeeping."""

from __future__ import annotations

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Rings the bell of sittings that nobody looks at."""

    name = "interviews"
    verbose_name = "Interviews"

    def ready(self) -> None:
        """Hear of the rounds."""
        from interviews.bell import hear_rounds  # noqa: PLC0415 - models are there only now

        hear_rounds()
