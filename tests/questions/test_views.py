"""The pages of the bank: what they are given, how many queries they cost, who gets which part."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.models import ProblemVersion
from tests.questions.conftest import MakeQuestion

ENGLISH = {"accept-language": "en"}
CHINESE = {"accept-language": "zh-hans"}
HTMX = {"hx-request": "true", "hx-target": "results"}


def test_list_gives_groups_topics_and_filters(client: Client, make_question: MakeQuestion) -> None:
    question = make_question("one", plain_zh="显存")
    make_question("two", "second", difficulty="hard")
    context = client.get("/questions/", {"q": " 显存 ", "difficulty": "easy", "topic": "basics"}).context
    assert context["groups"] == [(question.topic, [question])]
    assert {key: context[key] for key in ("query", "topic", "difficulty", "count")} == {
        "query": "显存",
        "topic": "basics",
        "difficulty": "easy",
        "count": 1,
    }
    assert [topic.question_count for topic in context["topics"]] == [1, 1]
    assert [value for value, _ in context["difficulties"]] == ["easy", "medium", "hard"]


def bank_queries(client: Client, path: str) -> int:
    """How many queries of the bank's own tables ``path`` costs; the frame of the page has others."""
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return sum("questions_" in query["sql"] for query in captured)


@pytest.mark.parametrize(("path", "queries"), [("/questions/", 4), ("/questions/?q=one", 4)])
def test_list_costs_as_many_queries_for_one_row_as_for_three(
    client: Client, make_question: MakeQuestion, path: str, queries: int
) -> None:
    make_question("one")
    alone = bank_queries(client, path)
    make_question("one-more", "second")
    make_question("one-again", "third")
    assert (alone, bank_queries(client, path)) == (queries, queries)
    assert client.get(path).context["count"] == 3


def test_list_marks_only_questions_whose_problem_is_published_here(
    client: Client, make_question: MakeQuestion, fake_version: ProblemVersion
) -> None:
    make_question("one", linked_problem=fake_version.problem.slug)
    make_question("two", linked_problem="not-installed")
    words = "with a coding problem"
    published = client.get("/questions/", headers=ENGLISH).content.decode().count(words)
    ProblemVersion.objects.update(published=False)
    assert (published, client.get("/questions/", headers=ENGLISH).content.decode().count(words)) == (1, 0)


def test_list_answers_htmx_with_the_results_only(client: Client, make_question: MakeQuestion) -> None:
    make_question()
    pages = [client.get("/questions/", headers=headers) for headers in ({}, HTMX, {"hx-request": "true"})]
    names = [page.templates[0].name for page in pages]
    assert names == ["questions/list.html", "questions/_results.html", "questions/list.html"]
    assert {"HX-Request", "HX-Target"} <= {name.strip() for name in pages[1]["Vary"].split(",")}


def test_list_marks_what_was_found_and_escapes_the_rest(client: Client, make_question: MakeQuestion) -> None:
    make_question(plain_zh="<script> 全参数微调 </script>")
    page = client.get("/questions/", {"q": "微调"}, headers=CHINESE | HTMX).content.decode()
    assert "&lt;script&gt; 全参数<mark>微调</mark> &lt;/script&gt;" in page
    assert "<script>" not in page


def test_list_escapes_the_query(client: Client, make_question: MakeQuestion) -> None:
    make_question()
    page = client.get("/questions/", {"q": "<script>x"}, headers=HTMX).content.decode()
    assert "<script>" not in page


def test_detail_shows_the_language_of_the_page(client: Client, make_question: MakeQuestion) -> None:
    make_question(answer_zh="**答案：**微调", answer_en="**the answer**")
    pages = [
        client.get("/questions/one/", headers=headers).content.decode() for headers in (ENGLISH, CHINESE)
    ]
    shown = [["<strong>the answer</strong>" in page, "<strong>答案：</strong>微调" in page] for page in pages]
    assert shown == [[True, False], [False, True]]


def test_detail_gives_place_and_published_problem(
    client: Client, make_question: MakeQuestion, fake_version: ProblemVersion
) -> None:
    first = make_question("one", position=1)
    make_question("two", position=2, linked_problem=fake_version.problem.slug)
    context = client.get("/questions/two/").context
    given = [context[key] for key in ("problem", "previous", "next", "position", "total")]
    assert given == [fake_version, first, None, 2, 2]
    assert client.get("/questions/one/").context["problem"] is None


def test_detail_costs_three_queries_alone_and_among_three(
    client: Client, make_question: MakeQuestion
) -> None:
    make_question("one", linked_problem="none")
    alone = bank_queries(client, "/questions/one/")
    make_question("two")
    make_question("three")
    assert (alone, bank_queries(client, "/questions/one/")) == (3, 3)


@pytest.mark.parametrize("slug", ["gone", "never-was"])
def test_detail_of_a_retired_or_unknown_question_is_404(
    client: Client, make_question: MakeQuestion, slug: str
) -> None:
    make_question("gone", retired=True)
    assert client.get(f"/questions/{slug}/").status_code == 404


def test_pages_are_only_read(client: Client, make_question: MakeQuestion) -> None:
    make_question()
    assert [client.post(path).status_code for path in ("/questions/", "/questions/one/")] == [405, 405]
