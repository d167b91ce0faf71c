"""The behaviour tests expect what the definition says."""

from __future__ import annotations

from collections import Counter

from runners.ngram_lm.cases import EXAMPLE, GROUP_TITLES, SAMPLE_GROUPS, SAMPLES, following, hidden_cases


def test_following_of_the_example() -> None:
    asked = [("hello",), ("everyone",), ("world",), ("h",), ()]
    counts = [{"world": 1, "everyone": 1}, {"hello": 1}, {}, {}, {}]
    assert [dict(following(2, (EXAMPLE,), context)) for context in asked] == counts


def test_following_with_order_one_ignores_the_context() -> None:
    assert following(1, ((("a", "b", "a"),),), ("x", "y")) == Counter(a=2, b=1)


def test_following_adds_lessons_and_uses_only_the_last_tokens() -> None:
    lessons = ((("a", "b", "c"),), (("a", "b", "d"), ("a", "b")))
    assert following(3, lessons, ("z", "a", "b")) == Counter(c=1, d=1)


def test_hidden_cases_are_the_same_for_a_seed_and_other_words_for_another() -> None:
    one, again, other = hidden_cases(b"one"), hidden_cases(b"one"), hidden_cases(b"other")
    assert one == again
    words = [{word for case in cases for ask in case.asks for word in ask.context} for cases in (one, other)]
    assert len(words[0] & words[1]) < len(words[0]) / 10


def test_every_group_has_cases_and_samples_are_groups_of_their_own() -> None:
    hidden = {case.group for case in hidden_cases(b"seed")}
    assert {case.group for case in SAMPLES} == set(SAMPLE_GROUPS)
    assert hidden | set(SAMPLE_GROUPS) == set(GROUP_TITLES)
    assert hidden & set(SAMPLE_GROUPS) == set()


def test_orders_are_asked_from_one_to_five() -> None:
    assert [case.n for case in hidden_cases(b"seed") if case.group == "orders"] == [1, 2, 3, 4, 5]
