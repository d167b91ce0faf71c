"""A question as it is asked: a copy of its texts, so that what the bank's authors change later changes no
session."""

from __future__ import annotations

from dataclasses import dataclass, fields

from questions.models import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question says, in Markdown."""

    title_zh: str
    title_en: str
    question_zh: str
    question_en: str
    answer_zh: str
    answer_en: str

    @classmethod
    def of(cls, question: Question) -> Asked:
        """The question as it is now."""
        return cls(**{field.name: getattr(question, field.name) for field in fields(cls)})
