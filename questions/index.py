"""The index of questions and problems: words of both languages, Chinese cut by rjieba, kept by each
database's own full-text search: FTS5 of SQLite, tsvector of PostgreSQL. It finds and ranks; pages decide what
is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from questions.models import BEFORE_THE_GATE, Problem, ProblemVersion, Question, SearchEntry
from questions.search import is_unfinished, phrases_of, searchable_text, words_of
from questions.tags import chinese_of

TITLE, TAGS, BODY = 10.0, 5.0, 1.0
"""How much a word is worth where it stands."""
Statement = tuple[str, list[str | float]]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry: one of the two is None. The better one comes first."""

    question_id: int | None
    problem_id: int | None


def find(query: str) -> list[Found]:
    """What has every word of the query, the last one perhaps not finished; [] for a query without words."""
    phrases = phrases_of(query)
    if not phrases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_ranking(phrases))
        numbers = [row[0] for row in cursor.fetchall()]
    # Asked one by one, both come from the index of their column: the rows themselves are long.
    questions, problems = (
        dict(SearchEntry.objects.filter(**{f"{name}__isnull": False}).values_list("pk", f"{name}_id"))
        for name in ("question", "problem")
    )
    return [Found(questions.get(pk), problems.get(pk)) for pk in numbers if pk in questions or pk in problems]


def entries_of(query: str) -> QuerySet[SearchEntry]:
    """The entries that ``find`` finds, in no order, for databases to go on with."""
    phrases = phrases_of(query)
    if not phrases:
        return SearchEntry.objects.none()
    return SearchEntry.objects.filter(pk__in=RawSQL(*_matching(phrases)))  # noqa: S611 - the words are bound


def _matching(phrases: list[list[str]]) -> Statement:
    """The numbers of the entries, by FTS5 of SQLite or by PostgreSQL's tsvector, whose column ``words`` its
    migration made."""
    if connection.vendor == "postgresql":
        asked = "SELECT id FROM questions_searchentry WHERE words @@ to_tsquery('simple', %s)"
        return asked, [_tsquery(phrases)]
    return "SELECT rowid FROM questions_search WHERE questions_search MATCH %s", [_fts5(phrases)]


def _ranking(phrases: list[list[str]]) -> Statement:
    """The same, the best first."""
    asked, given = _matching(phrases)
    if connection.vendor == "postgresql":
        rank = "ts_rank(words, to_tsquery('simple', %s)) DESC, id"
        return f"{asked} ORDER BY {rank}", [*given, *given]
    return f"{asked} ORDER BY bm25(questions_search, %s, %s, %s), rowid", [*given, TITLE, TAGS, BODY]


def _fts5(phrases: list[list[str]]) -> str:
    """What the dictionary knows may stand in the texts as characters all the same."""
    terms = [f'("{" ".join(words)}" OR "{" ".join("".join(words))}")' for words in phrases]
    terms[-1] = f'"{phrases[-1][0]}"*' if is_unfinished(phrases) else terms[-1]
    return " AND ".join(terms)


def _tsquery(phrases: list[list[str]]) -> str:
    terms = [f"({' <-> '.join(words)} | {' <-> '.join(''.join(words))})" for words in phrases]
    terms[-1] = f"{phrases[-1][0]}:*" if is_unfinished(phrases) else terms[-1]
    return " & ".join(terms)


def index_question(question: Question) -> None:
    """Write the question's entry anew."""
    titles, texts = (question.title_zh, question.title_en), (question.plain_zh, question.plain_en)
    with transaction.atomic():
        entry, _ = SearchEntry.objects.get_or_create(question=question)
        _write(entry, titles, [*question.tags, *chinese_of(question.tags)], texts)


def index_problem(problem: Problem) -> None:
    """Write the problem's entry anew, by the version that candidates see: the newest one that is published,
    before there is one the newest that may be known of; a problem without one is not found."""
    known = ProblemVersion.objects.filter(problem=problem).exclude(BEFORE_THE_GATE)
    version = known.order_by("-published", "-id").first()
    if version is None:
        return
    texts = [searchable_text(text) for text in (version.statement_zh, version.statement_en)]
    with transaction.atomic():
        entry, _ = SearchEntry.objects.get_or_create(problem=problem)
        _write(
            entry,
            (version.title_zh, version.title_en),
            [*version.tags, *chinese_of(version.tags), problem.slug],
            texts,
        )


def rebuild() -> int:
    """Write every entry anew; return how many there are."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM questions_search")
        for question in Question.objects.order_by("pk").iterator():
            index_question(question)
        for problem in Problem.objects.order_by("pk").iterator():
            index_problem(problem)
        return SearchEntry.objects.count()


def _write(entry: SearchEntry, titles: Iterable[str], tags: Iterable[str], texts: Iterable[str]) -> None:
    entry.title, entry.tags, entry.body = (
        " ".join(words_of(" ".join(part))) for part in (titles, tags, texts)
    )
    entry.save()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM questions_search WHERE rowid = %s", [entry.pk])
            cursor.execute(
                "INSERT INTO questions_search (rowid, title, tags, body) VALUES (%s, %s, %s, %s)",
                [entry.pk, entry.title, entry.tags, entry.body],
            )
