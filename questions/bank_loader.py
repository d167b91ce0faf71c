"""Brings the database to what the question files say: plans what differs, then applies it at once.

A question whose file is gone is retired, never deleted, and comes back with its file; one that was written on
the site has no file and is left alone. Reading and checking files is ``questions.bank_files``; nothing here
prints.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from questions.bank_files import Bank, QuestionFile, TopicFile, read_bank
from questions.models import Problem, Question, Topic
from questions.search import searchable_text

BANK = Path(__file__).resolve().parent / "bank"
PARTS = ("question", "answer", "explanation", "errata")


@dataclass(frozen=True, slots=True)
class Plan:
    """What loading would do, by slug. ``unknown_problems`` pairs a question with the problem it
    links to that is not installed yet: worth saying, not wrong."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    returned: tuple[str, ...]
    retired: tuple[str, ...]
    left: tuple[str, ...]
    topics: tuple[str, ...]
    unknown_problems: tuple[tuple[str, str], ...]

    @property
    def differs(self) -> bool:
        """Whether the database is not what the files say."""
        return bool(self.added or self.changed or self.returned or self.retired or self.topics)


def load_bank(folder: Path = BANK, *, check: bool = False) -> Plan:
    """Load ``folder`` and return what was done, or with ``check`` what would be. Raises BankError."""
    bank = read_bank(folder)
    with transaction.atomic():
        plan = plan_load(bank)
        if plan.differs and not check:
            _apply(bank, plan)
    return plan


def plan_load(bank: Bank) -> Plan:
    """Compare ``bank`` with the database, by digest."""
    digests = {question.front.id: digest(question) for question in bank.questions}
    kept = Question.objects.filter(draft__isnull=True).values_list("slug", "digest", "retired")
    rows = {slug: (digest_then, retired) for slug, digest_then, retired in kept}
    known = [slug for slug in digests if slug in rows]
    active = [slug for slug in known if not rows[slug][1]]
    return Plan(
        added=tuple(slug for slug in digests if slug not in rows),
        changed=tuple(slug for slug in active if rows[slug][0] != digests[slug]),
        returned=tuple(slug for slug in known if rows[slug][1]),
        retired=tuple(slug for slug, (_, retired) in rows.items() if slug not in digests and not retired),
        left=tuple(slug for slug in active if rows[slug][0] == digests[slug]),
        topics=_changed_topics(bank),
        unknown_problems=_unknown_problems(bank),
    )


def digest(question: QuestionFile) -> str:
    """Return the SHA-256 of everything that the row will hold."""
    text = json.dumps([question.front.topic, _row(question)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _apply(bank: Bank, plan: Plan) -> None:
    for topic in bank.topics:
        if topic.slug in plan.topics:
            Topic.objects.update_or_create(slug=topic.slug, defaults=_topic_row(topic))
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    written = {*plan.added, *plan.changed, *plan.returned}
    for question in bank.questions:
        if question.front.id in written:
            row = _row(question) | {"topic": topics[question.front.topic], "digest": digest(question)}
            Question.objects.update_or_create(slug=question.front.id, defaults=row | {"retired": False})
    Question.objects.filter(slug__in=plan.retired).update(retired=True)


def _changed_topics(bank: Bank) -> tuple[str, ...]:
    names = list(_topic_row(bank.topics[0])) if bank.topics else []
    rows = {row.pop("slug"): row for row in Topic.objects.values("slug", *names)}
    return tuple(topic.slug for topic in bank.topics if rows.get(topic.slug) != _topic_row(topic))


def _unknown_problems(bank: Bank) -> tuple[tuple[str, str], ...]:
    known = set(Problem.objects.values_list("slug", flat=True))
    links = [(question.front.id, question.front.problem) for question in bank.questions]
    return tuple((slug, problem) for slug, problem in links if problem and problem not in known)


def _topic_row(topic: TopicFile) -> dict[str, Any]:
    front = topic.front
    return {
        "title_zh": front.title.zh,
        "title_en": front.title.en,
        "blurb_zh": front.blurb.zh,
        "blurb_en": front.blurb.en,
        "position": front.position,
    }


def _row(question: QuestionFile) -> dict[str, Any]:
    """Return the columns of a question, less topic and digest."""
    front = question.front
    names = [f"{part}_{language}" for part in PARTS for language in ("zh", "en")]
    texts = {name: question.texts.get(name, "") for name in names}
    return {
        **texts,
        "plain_zh": plain_of(texts, "zh", front.tags),
        "plain_en": plain_of(texts, "en", front.tags),
        "position": front.position,
        "document_section": front.section,
        "difficulty": front.difficulty.value,
        "tags": front.tags,
        "sources": front.citations,
        "linked_problem": front.problem,
        "title_zh": front.title.zh,
        "title_en": front.title.en,
    }


def plain_of(texts: Mapping[str, str], language: str, tags: list[str]) -> str:
    """The texts of a question and its tags without Markdown, as search reads them."""
    parts = (searchable_text(texts[f"{part}_{language}"]) for part in PARTS)
    return " ".join(filter(None, [*parts, *tags]))
