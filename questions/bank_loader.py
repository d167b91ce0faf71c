"""Brings the database to what the question files say: plans what differs, then applies it at once.

A question whose file is gone is retired, never deleted, and comes back with its file. What was written, taken
up or changed on the site belongs to the site from then on: it is left alone, and where a file says otherwise
the plan names it. Reading and checking files is ``questions.bank_files``; nothing here
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
    """What loading would do, by slug. ``kept`` are questions that belong to the site and are not what their
    files say. ``unknown_problems`` pairs a question with the problem it links to that is not installed yet.
    Both are worth saying, not wrong."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    returned: tuple[str, ...]
    retired: tuple[str, ...]
    left: tuple[str, ...]
    kept: tuple[str, ...]
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
    rows: dict[str, tuple[str, bool]] = {}
    own: dict[str, tuple[str, bool]] = {}
    columns = ("slug", "digest", "retired", "draft")
    for slug, then, retired, draft in Question.objects.values_list(*columns):
        (own if draft else rows)[slug] = (then, retired)
    known = [slug for slug in digests if slug in rows]
    active = [slug for slug in known if not rows[slug][1]]
    return Plan(
        added=tuple(slug for slug in digests if slug not in rows and slug not in own),
        changed=tuple(slug for slug in active if rows[slug][0] != digests[slug]),
        returned=tuple(slug for slug in known if rows[slug][1]),
        retired=tuple(slug for slug, (_, retired) in rows.items() if slug not in digests and not retired),
        left=tuple(slug for slug in active if rows[slug][0] == digests[slug]),
        kept=tuple(slug for slug in own if slug in digests and own[slug] != (digests[slug], False)),
        topics=_changed_topics(bank),
        unknown_problems=_unknown_problems(bank),
    )


def digest(question: QuestionFile) -> str:
    """Return the SHA-256 of everything that the row will hold."""
    return digest_of(question.front.topic, _row(question))


def digest_of(topic: str, row: dict[str, Any]) -> str:
    """Return the SHA-256 of a question's columns, as ``_row`` has them, and its topic's name."""
    text = json.dumps([topic, row], sort_keys=True, ensure_ascii=False)
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
    own = set(Topic.objects.filter(own=True).values_list("slug", flat=True))
    rows = {row.pop("slug"): row for row in Topic.objects.values("slug", *names)}
    changed = [topic.slug for topic in bank.topics if rows.get(topic.slug) != _topic_row(topic)]
    return tuple(slug for slug in changed if slug not in own)


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
