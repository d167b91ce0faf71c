"""What pages get to see of the bank."""

from questions.models import ProblemVersion
from questions.selectors import (
    Filters,
    find_questions,
    group_by_topic,
    place_of,
    published_version,
    topics_with_counts,
)
from tests.questions.conftest import MakeQuestion


def found(**filters: str) -> list[str]:
    return [question.slug for question in find_questions(Filters(**filters))]


def test_find_questions_wants_every_term_in_any_field_of_any_language(make_question: MakeQuestion) -> None:
    make_question("one", title_zh="全参数微调", plain_en="memory of a KV cache")
    make_question("two", plain_zh="微调 显存 100%_x")
    assert found(query="微调") == ["one", "two"]
    assert found(query="微调 显存") == ["two"]
    assert found(query="微调 kv") == ["one"]
    assert found(query="100%_") == ["two"]
    assert found(query="%") == ["two"]
    assert found(query="nothing") == []


def test_find_questions_narrows_by_topic_and_difficulty(make_question: MakeQuestion) -> None:
    make_question("one", "first")
    make_question("two", "second", difficulty="hard")
    assert found(topic="second") == ["two"]
    assert found(difficulty="easy") == ["one"]
    assert found(difficulty="absurd") == ["one", "two"]


def test_retired_questions_are_never_found(make_question: MakeQuestion) -> None:
    make_question("one", retired=True)
    assert (found(), list(topics_with_counts())) == ([], [])


def test_group_by_topic_keeps_the_order_of_the_bank(make_question: MakeQuestion) -> None:
    make_question("b", "second", position=1)
    make_question("a", "second", position=2)
    make_question("c", "first")
    groups = group_by_topic(find_questions(Filters()))
    assert [(topic.slug, [question.slug for question in group]) for topic, group in groups] == [
        ("first", ["c"]),
        ("second", ["b", "a"]),
    ]
    counts = topics_with_counts().values_list("slug", "question_count")
    assert list(counts) == [("first", 1), ("second", 2)]


def test_place_of_knows_both_neighbours_and_the_ends(make_question: MakeQuestion) -> None:
    first, _, second, third = (
        make_question(str(number), position=number, retired=number == 2) for number in (1, 2, 3, 4)
    )
    places = [place_of(question) for question in (first, second, third)]
    assert [(place.position, place.total, place.previous, place.next) for place in places] == [
        (1, 3, None, second),
        (2, 3, first, third),
        (3, 3, second, None),
    ]


def test_published_version_is_the_newest_published_one(fake_version: ProblemVersion) -> None:
    slug = fake_version.problem.slug
    assert published_version(slug) == fake_version
    ProblemVersion.objects.update(published=False)
    assert published_version(slug) is None
