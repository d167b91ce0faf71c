"""The index of questions and problems: words of both languages, Chinese cut by rjieba, kept by each
database's own full-text search: FTS5 of SQLite, tsvector of PostgreSQL. It finds and ranks; pages decide what
is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rjieba
from django.db import connection, transaction

from questions.models import BEFORE_THE_GATE, Problem, ProblemVersion, Question, SearchEntry
from questions.search import searchable_text

MOST_TERMS, LONGEST_QUERY = 16, 300
MOST_HITS = 500
WORD = re.compile(r"\w+")
HAN = re.compile(r"[\u3400-\u9fff]")
TITLE, TAGS, BODY = 10.0, 5.0, 1.0
"""How much a word is worth where it stands."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry: one of the two is None. The better one comes first."""

    question_id: int | None
    problem_id: int | None


def words_of(text: str) -> Iterator[str]:
    """The words of a text in any case and width; of a long Chinese word its parts, too."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return (part for word in rjieba.cut_for_search(plain) for part in WORD.findall(word))


def find(query: str) -> list[Found]:
    """What has every word of the query, the last one perhaps not finished; [] for a query without words."""
    phrases = phrases_of(query)
    if not phrases:
        return []
    numbers = _on_postgresql(phrases) if connection.vendor == "postgresql" else _on_sqlite(phrases)
    entries = SearchEntry.objects.filter(pk__in=numbers).only("question_id", "problem_id")
    rows = {row.pk: row for row in entries}
    return [Found(rows[pk].question_id, rows[pk].problem_id) for pk in numbers if pk in rows]


def phrases_of(query: str) -> list[list[str]]:
    """The query as words that must occur, each a list of what must stand side by side: a Chinese word that
    the dictionary does not know was cut into its characters, in the query as in the texts."""
    phrases: list[list[str]] = []
    for word in list(words_of(query[:LONGEST_QUERY]))[:MOST_TERMS]:
        if phrases and HAN.fullmatch(word) and HAN.fullmatch(phrases[-1][-1]):
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return phrases


def _on_sqlite(phrases: list[list[str]]) -> list[int]:
    """FTS5. What the dictionary knows may stand in the texts as characters all the same."""
    terms = [f'("{" ".join(words)}" OR "{" ".join("".join(words))}")' for words in phrases]
    terms[-1] = f'"{phrases[-1][0]}"*' if phrases[-1][0].isascii() else terms[-1]
    asked = (
        "SELECT rowid FROM questions_search WHERE questions_search MATCH %s "
        "ORDER BY bm25(questions_search, %s, %s, %s), rowid LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [" AND ".join(terms), TITLE, TAGS, BODY, MOST_HITS])
        return [row[0] for row in cursor.fetchall()]


def _on_postgresql(phrases: list[list[str]]) -> list[int]:
    """The same by tsvector; the column ``words`` is PostgreSQL's own, made by the migration."""
    terms = [f"({' <-> '.join(words)} | {' <-> '.join(''.join(words))})" for words in phrases]
    terms[-1] = f"{phrases[-1][0]}:*" if phrases[-1][0].isascii() else terms[-1]
    asked = (
        "SELECT id FROM questions_searchentry, to_tsquery('simple', %s) query "
        "WHERE words @@ query ORDER BY ts_rank(words, query) DESC, id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [" & ".join(terms), MOST_HITS])
        return [row[0] for row in cursor.fetchall()]


def index_question(question: Question) -> None:
    """Write the question's entry anew."""
    titles, texts = (question.title_zh, question.title_en), (question.plain_zh, question.plain_en)
    with transaction.atomic():
        entry, _ = SearchEntry.objects.get_or_create(question=question)
        _write(entry, titles, question.tags, texts)


def index_problem(problem: Problem) -> None:
    """Write the problem's entry anew, by its newest version that may be known of; a problem without one is
    not found."""
    known = ProblemVersion.objects.filter(problem=problem).exclude(BEFORE_THE_GATE)
    version = known.order_by("-id").first()
    if version is None:
        return
    texts = [searchable_text(text) for text in (version.statement_zh, version.statement_en)]
    with transaction.atomic():
        entry, _ = SearchEntry.objects.get_or_create(problem=problem)
        _write(entry, (version.title_zh, version.title_en), [*version.tags, problem.slug], texts)


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
