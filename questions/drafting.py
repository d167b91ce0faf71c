"""Every write to drafts: imported, taken up, written, moved on, published. Each step leaves a revision.

What is published is a copy (``questions.models.Question``); a draft that changes afterwards is published
again or not at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from accounts.models import User
from questions.article.items import Item, Kind
from questions.bank_loader import PARTS, digest_of, plain_of
from questions.models import (
    Difficulty,
    DraftRevision,
    ProblemDraft,
    Question,
    QuestionDraft,
    QuestionFields,
    Topic,
)

State = QuestionDraft.State
Step = DraftRevision.Step
FIELDS = tuple(field.name for field in QuestionFields._meta.get_fields())
ITEM_FIELDS = ("number", "chapters", "title", "statement", "starter", "explanation")
LANGUAGES = ("zh", "en")
NEEDED = ("title", "question", "answer")
MOVES: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.IN_REVIEW, State.PUBLISHED, State.RETIRED),
    State.IN_REVIEW: (State.DRAFT, State.PUBLISHED, State.RETIRED),
    State.PUBLISHED: (State.RETIRED,),
    State.RETIRED: (State.DRAFT,),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class NotAllowed(Exception):
    """The step is not possible. ``code`` is move, changed or incomplete; ``missing`` has the fields that a
    published question must have."""

    def __init__(self, code: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.missing = code, missing


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import added, and what was there before and was left alone: by slug."""

    added: tuple[str, ...]
    there: tuple[str, ...]


def slugs_of(items: Iterable[Item]) -> list[str]:
    """Names made from what is asked: the same question is the same draft, whoever imports it. Different items
    of one article that ask in the same words are told apart by their order."""
    asking: dict[str, dict[Item, int]] = {}
    slugs = []
    for item in items:
        asked = "".join((item.question or item.title).split())
        known = asking.setdefault(asked, {})
        place = known.setdefault(replace(item, line=0), len(known))
        name = f"{asked}\n{place}" if place else asked
        slugs.append(f"article-{hashlib.sha256(name.encode()).hexdigest()[:12]}")
    return slugs


def import_items(by: User, items: Iterable[Item], topic: Topic) -> Imported:
    """Make drafts of items that are not there yet; nothing that is there is changed."""
    added: list[str] = []
    there: list[str] = []
    items = list(items)
    with transaction.atomic():
        for item, slug in zip(items, slugs_of(items), strict=True):
            bring = _import_problem if item.kind is Kind.CODING else _import
            (added if bring(by, item, slug, topic) else there).append(slug)
    return Imported(tuple(added), tuple(there))


def _import_problem(by: User, item: Item, slug: str, topic: Topic) -> bool:
    given = {
        "author": by,
        "topic": topic,
        "number": item.number[:20],
        "chapters": list(item.chapters),
        "title": _title(item),
        "statement": item.question,
        "starter": item.code,
        "explanation": item.explanation,
    }
    row, made = ProblemDraft.objects.get_or_create(slug=slug, defaults=given)
    if made:
        record_item(by, row, Step.IMPORTED)
    return made


def record_item(by: User, item: ProblemDraft, step: str) -> None:
    """Add a line to the history of a coding item."""
    fields = {name: getattr(item, name) for name in ITEM_FIELDS}
    fields["topic"] = item.topic.slug if item.topic else ""
    DraftRevision.objects.create(item=item, by=by, step=step, fields=fields)


def _import(by: User, item: Item, slug: str, topic: Topic) -> bool:
    if QuestionDraft.objects.filter(slug=slug).exists():
        return False
    language = language_of(item.question + item.title)
    given = {"title": _title(item), "question": item.question, "answer": item.answer}
    given |= {"explanation": item.explanation}
    texts = {f"{name}_{language}": text for name, text in given.items()}
    draft = QuestionDraft(slug=slug, topic=topic, author=by, difficulty=Difficulty.MEDIUM)
    _write(draft, by, texts | {"document_section": item.number[:20]}, Step.IMPORTED)
    return True


def language_of(text: str) -> str:
    """The language that a text of an article is written in: zh or en."""
    return "zh" if CHINESE.search(text) else "en"


def _title(item: Item) -> str:
    """The heading, else the beginning of the question."""
    first = item.question.strip().split("\n", 1)[0]
    return (item.title or first)[:200]


def take_up(by: User, question: Question) -> QuestionDraft:
    """The draft of a question that came with the site: as it is read now, to be changed or retired. The one
    that is there already, if there is one. The bank's files leave the question alone from then on."""
    given = {name: getattr(question, name) for name in FIELDS} | {
        "slug": question.slug,
        "topic": question.topic,
        "author": by,
        "state": State.RETIRED if question.retired else State.PUBLISHED,
    }
    with transaction.atomic():
        draft, made = QuestionDraft.objects.get_or_create(question=question, defaults=given)
        if made:
            _record(draft, by, Step.TAKEN_UP)
    return draft


def save_draft(by: User, draft: QuestionDraft, given: Mapping[str, Any], seen: int) -> QuestionDraft:
    """Write a draft's fields. ``seen`` is the version that its writer had before them; saving what is there
    already changes nothing. What was in review or published is a draft again.

    Raises:
        NotAllowed: ``changed``: somebody saved in between.
    """
    with transaction.atomic():
        if draft.pk is not None:
            draft = QuestionDraft.objects.select_for_update().get(pk=draft.pk)
        if draft.version != seen:
            raise NotAllowed("changed")
        if draft.pk is not None and all(getattr(draft, name) == value for name, value in given.items()):
            return draft
        draft.state = State.DRAFT
        return _write(draft, by, given, Step.WRITTEN)


def restore(by: User, draft: QuestionDraft, revision: DraftRevision, seen: int) -> QuestionDraft:
    """Write the text of an earlier revision again; what came after it stays in the history.

    Raises:
        NotAllowed: as ``save_draft``.
    """
    given = {name: revision.fields[name] for name in FIELDS if name in revision.fields}
    topic = Topic.objects.filter(slug=revision.fields["topic"]).first()
    return save_draft(by, draft, given | {"topic": topic or draft.topic}, seen)


def _write(draft: QuestionDraft, by: User, given: Mapping[str, Any], step: str) -> QuestionDraft:
    draft.version += 1
    draft.note_changed(
        [
            language
            for language in LANGUAGES
            if any(getattr(draft, name) != given[name] for name in given if name.endswith(f"_{language}"))
        ]
    )
    for name, value in given.items():
        setattr(draft, name, value)
    draft.save()
    _record(draft, by, step)
    return draft


def _record(draft: QuestionDraft, by: User, step: str) -> None:
    fields = {name: getattr(draft, name) for name in FIELDS} | {"topic": draft.topic.slug}
    DraftRevision.objects.create(draft=draft, by=by, step=step, state=draft.state, fields=fields)


def move(by: User, draft: QuestionDraft, target: str, seen: int | None = None) -> QuestionDraft:
    """Move a draft on; publishing copies it to where it is read, retiring takes it away from there. ``seen``
    is the version that was read before, None for whichever is there.

    Raises:
        NotAllowed: ``changed``: somebody saved in between; ``move``: not from where it is; ``incomplete``:
            something is missing for publication.
    """
    with transaction.atomic():
        draft = QuestionDraft.objects.select_for_update().get(pk=draft.pk)
        if seen is not None and draft.version != seen:
            raise NotAllowed("changed")
        if target not in MOVES[draft.state]:
            raise NotAllowed("move")
        if target == State.PUBLISHED:
            _publish(draft)
        if target == State.RETIRED and draft.question is not None:
            Question.objects.filter(pk=draft.question.pk).update(retired=True)
        draft.state = target
        draft.save()
        _record(draft, by, Step.MOVED)
        return draft


def missing_in(draft: QuestionDraft) -> tuple[str, ...]:
    """What a question needs before it is published: both languages, whole."""
    names = [f"{part}_{language}" for language in LANGUAGES for part in NEEDED]
    return tuple(name for name in names if not getattr(draft, name).strip())


def _publish(draft: QuestionDraft) -> None:
    if missing := missing_in(draft):
        raise NotAllowed("incomplete", missing)
    texts = {
        f"{part}_{language}": getattr(draft, f"{part}_{language}") for part in PARTS for language in LANGUAGES
    }
    row = {name: getattr(draft, name) for name in FIELDS}
    row |= {f"plain_{language}": plain_of(texts, language, draft.tags) for language in LANGUAGES}
    about = {"topic": draft.topic, "retired": False, "digest": digest_of(draft.topic.slug, row)}
    draft.question, _ = Question.objects.update_or_create(slug=draft.slug, defaults=row | about)
