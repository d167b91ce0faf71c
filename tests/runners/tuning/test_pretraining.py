"""What the base model is pre-trained on can be hidden nowhere; the job carries it, and a small run works."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from runners.corpora import (
    bare,
    dialogue_pairs,
    labelled_reviews,
    normalised,
    pretraining_share,
    segmented_passages,
)
from runners.dialogue.data import _can_be_hidden
from runners.tuning.pretraining import (
    HELD_OUT_SHARE,
    MADE,
    NEWS,
    QUICK,
    REVIEWS,
    TALK,
    Sample,
    few_texts,
    job,
    texts,
)


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return texts()


def test_texts_are_distinct_and_of_three_sources(samples: list[Sample]) -> None:
    assert len({sample.text for sample in samples}) == len(samples)
    assert {sample.source for sample in samples} == {NEWS, REVIEWS, TALK}


def test_about_two_percent_are_held_out(samples: list[Sample]) -> None:
    share = sum(sample.held_out for sample in samples) / len(samples)
    assert share == pytest.approx(HELD_OUT_SHARE, abs=0.003)


def test_no_text_is_one_that_a_problem_of_news_or_reviews_may_hide(samples: list[Sample]) -> None:
    news = {text for text in segmented_passages("news-zh", 5) if not pretraining_share(text)}
    reviews = {text for text in labelled_reviews("reviews-zh") if not pretraining_share(text)}
    assert (len(news) > 1000, len(reviews) > 1000) == (True, True)
    secret = news | reviews
    assert [s for s in samples if normalised(s.text) in secret] == []


def test_no_text_stands_in_a_pair_that_a_problem_of_dialogue_may_hide(samples: list[Sample]) -> None:
    """With ``_can_be_hidden``, the rule by which the kind itself draws."""
    groups: dict[str, list[object]] = {}
    for pair in dialogue_pairs("dialogues"):
        groups.setdefault(bare(pair.prompt), []).append(pair)
    hidden = [pair for group in groups.values() if _can_be_hidden(group) for pair in group]  # type: ignore[arg-type]
    secret = {bare(text) for pair in hidden for text in (pair.prompt, pair.reply)}  # type: ignore[attr-defined]
    assert len(hidden) > 100
    assert [s for s in samples if s.source == TALK and bare(s.text) in secret] == []


def test_few_texts_hold_every_source_on_both_sides() -> None:
    counts = Counter((sample.source, sample.held_out) for sample in few_texts())
    assert {key for key, count in counts.items() if count} == {
        (source, held) for source in (NEWS, REVIEWS, TALK) for held in (True, False)
    }


def test_job_carries_program_recipe_and_texts_and_is_trusted() -> None:
    sample = Sample("你好\u2028世界", NEWS, held_out=False)
    planned = job(QUICK, [sample], seconds=100, cpus=2)
    files = {file.path: file.content for file in planned.files}
    assert (planned.image, planned.trusted, planned.limits.cpu_seconds) == ("torch", True, 200)
    assert sorted(files) == ["pretrain.py", "recipe.json", "texts.jsonl"]
    assert json.loads(files["recipe.json"]) == QUICK
    assert [json.loads(line) for line in files["texts.jsonl"].decode().split("\n")[:-1]] == [
        {"text": "你好\u2028世界", "source": "news", "held_out": False}
    ]
    assert [artifact.path for artifact in planned.artifacts] == list(MADE)
