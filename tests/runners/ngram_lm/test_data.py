"""Data is drawn by the secret alone, and the two sides never share a text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runners.corpora import normalised, segmented_passages
from runners.ngram_lm.data import DataError, Params, _numbers, draw, load, marked, most_frequent, split
from tests.runners.ngram_lm.problems import SECRET, SMALL, shipped, small_problem


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_draw_with_the_same_secret_gives_the_same_files(tmp_path: Path) -> None:
    small_problem(tmp_path / "one")
    small_problem(tmp_path / "two")
    assert read(tmp_path / "one") == read(tmp_path / "two")
    assert sorted(read(tmp_path / "one")) == ["key", "positions.tsv", "train.txt", "vocabulary.txt"]


def test_draw_with_another_secret_gives_other_positions(tmp_path: Path) -> None:
    problem = small_problem(tmp_path / "one")
    draw(replace(problem, data=tmp_path / "two"), b"another secret")
    one, two = read(tmp_path / "one"), read(tmp_path / "two")
    assert [name for name in sorted(one) if one[name] == two[name]] == []


def test_draw_refuses_more_positions_than_hidden_passages(tmp_path: Path) -> None:
    problem = shipped().problem(tmp_path)
    few = replace(problem, params={**problem.params, "positions": 10_000})
    with pytest.raises(DataError, match="hidden passages for 10000 positions"):
        draw(few, SECRET)


def test_split_never_puts_equal_texts_on_both_sides() -> None:
    params = Params.model_validate({**shipped().config.params, **SMALL})
    passages = segmented_passages("news-zh", 5)
    public, hidden = split(passages, _numbers(SECRET, "scope"), params)
    sides = {normalised("".join(words)) for words in public}, {text for text, _ in hidden}
    assert (len(hidden), sides[0] & sides[1]) == (600, set())


def test_load_gives_full_contexts_and_targets_of_the_vocabulary(tmp_path: Path) -> None:
    drawn = load(small_problem(tmp_path))
    size = len(drawn.vocabulary)
    assert (size, drawn.vocabulary[:2]) == (300, ("<unk>", "</s>"))
    assert (drawn.contexts.shape, drawn.targets.shape) == ((600, 2), (600,))
    assert int(drawn.targets.max()) < size
    assert int(drawn.counts.sum()) == sum(len(ids) - 1 for ids in drawn.sentences)
    assert {int(ids[0]) for ids in drawn.sentences} == {size}
    assert {int(ids[-1]) for ids in drawn.sentences} == {1}


def test_vocabulary_is_the_most_frequent_words_with_ties_in_order() -> None:
    assert most_frequent([("b", "a", "c"), ("c",)], 4) == ["<unk>", "</s>", "c", "a"]


def test_marked_replaces_rare_words_and_adds_both_marks() -> None:
    assert marked(("a", "x"), frozenset({"a"})) == ["<s>", "a", "<unk>", "</s>"]
