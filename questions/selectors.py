"""Reads questions and problems for pages. Nothing here writes. Retired questions are never returned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from questions import index
from questions.models import Difficulty, ProblemVersion, Question, Topic
from questions.search import PLAIN, terms_of

SEARCHED = ("title_zh", "title_en", "plain_zh", "plain_en")
UNLISTED = tuple(
    f"{part}_{lang}" for part in ("question", "answer", "explanation", "errata") for lang in ("zh", "en")
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of questions is narrowed to; "" means not at all."""

    query: str = ""
    topic: str = ""
    difficulty: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in the whole bank; ``position`` counts from 1."""

    position: int
    total: int
    previous: Question | None
    next: Question | None


def shown_questions() -> QuerySet[Question]:
    """Return the questions that pages may show, in the order of the bank, with their topics."""
    return Question.objects.filter(retired=False).select_related("topic")


def find_questions(filters: Filters) -> QuerySet[Question]:
    """Return the questions that pass all filters, in the order of the bank. Words must all occur in titles,
    texts or tags, in either language, by the index; where there is a sign among them, each term must occur in
    a title or a text as it stands."""
    found = shown_questions().defer(*UNLISTED)
    if filters.topic:
        found = found.filter(topic__slug=filters.topic)
    if filters.difficulty in Difficulty:
        found = found.filter(difficulty=filters.difficulty)
    if PLAIN.fullmatch(filters.query.strip()):
        return found.filter(pk__in=index.entries_of(filters.query).values("question"))
    for term in terms_of(filters.query):
        found = found.filter(Q.create([(f"{field}__icontains", term) for field in SEARCHED], connector=Q.OR))
    return found


def group_by_topic(questions: Iterable[Question]) -> list[tuple[Topic, list[Question]]]:
    """Return each topic with its questions, both in order."""
    return [(topic, list(group)) for topic, group in groupby(questions, key=lambda question: question.topic)]


def topics_with_counts() -> QuerySet[Topic]:
    """Return the topics that hold a shown question, each with ``question_count``."""
    count = Count("questions", filter=Q(questions__retired=False))
    counted = Topic.objects.annotate(question_count=count).filter(question_count__gt=0)
    return counted.order_by("position", "slug")  # grouping drops the model's own order


def place_of(question: Question) -> Place:
    """Return the neighbours of a shown ``question``. One query, without the texts."""
    everyone = list(shown_questions().only("slug", "title_zh", "title_en", "topic__slug"))
    index = everyone.index(question)
    return Place(
        position=index + 1,
        total=len(everyone),
        previous=everyone[index - 1] if index else None,
        next=everyone[index + 1] if index + 1 < len(everyone) else None,
    )


def newest_version(slug: str) -> ProblemVersion | None:
    """Return the newest published version of the problem ``slug``, else the newest one, None without any."""
    versions = ProblemVersion.objects.filter(problem__slug=slug).select_related("problem")
    return versions.order_by("-published", "-pk").first()


def published_version(slug: str) -> ProblemVersion | None:
    """Return the newest published version of the problem ``slug``, None when there is none or it retired."""
    versions = ProblemVersion.objects.filter(problem__slug=slug, published=True, problem__retired=False)
    return versions.select_related("problem").order_by("-id").first()


def published_slugs() -> set[str]:
    """Return the slugs of the problems that have a published version here and are not retired. One query."""
    published = ProblemVersion.objects.filter(published=True, problem__retired=False)
    return set(published.values_list("problem__slug", flat=True))


@dataclass(frozen=True, slots=True)
class Belonging:
    """What makes a problem belong to a topic: a question of the topic is linked to it or has a tag of it."""

    linked: frozenset[str]
    tags: frozenset[str]

    def holds(self, slug: str, tags: Iterable[str]) -> bool:
        """Whether the problem ``slug`` with these tags belongs to the topic."""
        return slug in self.linked or not self.tags.isdisjoint(map(str.casefold, tags))


def belonging_to(topic: str) -> Belonging:
    """Return what makes problems belong to ``topic``. One query."""
    rows = list(shown_questions().filter(topic__slug=topic).values_list("linked_problem", "tags"))
    return Belonging(
        frozenset(linked for linked, _tags in rows if linked),
        frozenset(tag.casefold() for _linked, tags in rows for tag in tags),
    )


def questions_of_problem(slug: str) -> QuerySet[Question]:
    """Return the shown questions that are linked to the problem ``slug``."""
    return shown_questions().filter(linked_problem=slug).defer(*UNLISTED)
