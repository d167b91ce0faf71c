"""Corpora are the bytes that are expected, cut into passages without repetitions."""

from __future__ import annotations

import pytest

from runners.corpora import (
    CORPORA,
    CorpusError,
    Pair,
    dialogue_pairs,
    labelled_reviews,
    normalised,
    pretraining_share,
    read_text,
    read_texts,
    segmented_passages,
    tidy,
)


def test_every_corpus_is_installed_with_the_expected_bytes() -> None:
    assert {key: len(read_texts(key)) for key in CORPORA} == {"news-zh": 1, "reviews-zh": 2, "dialogues": 38}


def test_unknown_corpus_is_refused_with_those_there_are() -> None:
    with pytest.raises(CorpusError, match="there are: dialogues, news-zh, reviews-zh"):
        read_text("news-en")


def test_normalised_sees_through_width_case_and_white_space() -> None:
    assert normalised("Ａb　c\n") == normalised("aB C") == "abc"


def test_news_passages_are_words_without_tags_and_all_different() -> None:
    passages = segmented_passages("news-zh", min_words=5)
    assert len(passages) == 17_370
    assert sum(map(len, passages.values())) == 1_114_328
    assert next(iter(passages.values()))[:4] == ("迈向", "充满", "希望", "的")
    assert [text for text, words in passages.items() if normalised("".join(words)) != text] == []


def test_tidy_keeps_case_and_inner_spaces() -> None:
    assert tidy("　Ａ  b\n") == "A  b"


def test_pretraining_share_goes_by_the_first_bytes_of_the_sha256() -> None:
    # 0x5feceb66 = 0.375 of 2**32 and 0xd4735e3a = 0.830, the beginnings of the digests of "0" and "2"
    assert [pretraining_share(text) for text in ("0", "2")] == [True, False]


def test_reviews_are_different_and_each_has_one_label() -> None:
    reviews = labelled_reviews("reviews-zh")
    assert len(reviews) == 17_317
    assert sum(map(pretraining_share, reviews)) == 11_127
    assert sum(review.label for review in reviews.values()) == 8_303
    assert [text for text, review in reviews.items() if normalised(review.text) != text] == []
    assert [text for text in reviews if len(text) < 4] == []
    first = next(iter(reviews.values()))
    assert (first.text[:6], first.label) == ("我正在写这本", 1)


def test_dialogue_pairs_are_different_single_lines_in_both_languages() -> None:
    pairs = dialogue_pairs("dialogues")
    assert len({(pair.prompt, pair.reply) for pair in pairs}) == len(pairs) == 1_628
    assert sum(pair.language == "zh" for pair in pairs) == 550
    assert pairs[0] == Pair("什么是ai", "人工智能是工程和科学的分支,致力于构建具有思维的机器。", "zh")
    turns = [turn for pair in pairs for turn in (pair.prompt, pair.reply)]
    assert [turn for turn in turns if len(turn.splitlines()) != 1 or tidy(turn) != turn] == []
