"""Corpora are the bytes that are expected, cut into passages without repetitions."""

from __future__ import annotations

import pytest

from runners.corpora import CORPORA, CorpusError, normalised, read_text, segmented_passages


def test_every_corpus_is_installed_with_the_expected_bytes() -> None:
    assert [len(read_text(key)) > 1_000_000 for key in CORPORA] == [True] * len(CORPORA)


def test_unknown_corpus_is_refused_with_those_there_are() -> None:
    with pytest.raises(CorpusError, match="there are: news-zh"):
        read_text("news-en")


def test_normalised_sees_through_width_case_and_white_space() -> None:
    assert normalised("Ａb　c\n") == normalised("aB C") == "abc"


def test_news_passages_are_words_without_tags_and_all_different() -> None:
    passages = segmented_passages("news-zh", min_words=5)
    assert len(passages) == 17_370
    assert sum(map(len, passages.values())) == 1_114_328
    assert next(iter(passages.values()))[:4] == ("迈向", "充满", "希望", "的")
    assert [text for text, words in passages.items() if normalised("".join(words)) != text] == []
