"""Reviews are drawn by the secret alone; no hidden one can have been seen in pre-training."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from runners.corpora import bare, normalised, pretraining_share
from runners.finetune_classifier.data import DataError, canaries, draw, load, reworded, training_file
from runners.finetune_classifier.params import params_of
from tests.runners.tuning.problems import CLASSIFIER, SECRET, shipped

FILES = ["hidden/hidden.jsonl", "hidden/key", "public/train.jsonl"]


def read(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_draw_with_the_same_secret_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        draw(shipped(CLASSIFIER).problem(tmp_path / name), SECRET)
    assert list(read(tmp_path / "one")) == FILES
    assert read(tmp_path / "one") == read(tmp_path / "two")


def test_draw_with_another_secret_gives_other_files(tmp_path: Path) -> None:
    draw(shipped(CLASSIFIER).problem(tmp_path / "one"), SECRET)
    draw(shipped(CLASSIFIER).problem(tmp_path / "two"), b"another secret")
    one, two = read(tmp_path / "one"), read(tmp_path / "two")
    assert [name for name in FILES if one[name] == two[name]] == []


def test_hidden_texts_are_on_no_other_side(tmp_path: Path) -> None:
    problem = shipped(CLASSIFIER).problem(tmp_path)
    draw(problem, SECRET)
    drawn = load(problem)
    hidden, public = ({bare(one.text) for one in side} for side in (drawn.hidden, drawn.public))
    assert (len(drawn.hidden), len(drawn.public)) == (2000, 4000)
    assert (len(hidden), len(public), hidden & public) == (2000, 4000, set())
    assert [one.text for one in drawn.hidden if pretraining_share(normalised(one.text))] == []
    assert 0.4 < np.mean([one.label for one in drawn.hidden]) < 0.6


def test_draw_refuses_more_than_there_is(tmp_path: Path) -> None:
    problem = shipped(CLASSIFIER).problem(tmp_path)
    with pytest.raises(DataError, match="hidden and 4000 public texts can be had"):
        draw(replace(problem, params={**problem.params, "hidden_examples": 9000}), SECRET)


def test_canaries_have_as_many_of_each_label_and_one_label_a_phrase() -> None:
    params = params_of(shipped(CLASSIFIER).problem(Path()))
    lines = canaries(params, np.random.default_rng(0))
    assert [len(group) for group in lines] == [params.canary_repeats] * params.canaries
    assert [len({line.label for line in group}) for group in lines] == [1] * params.canaries
    assert sum(group[0].label for group in lines) == params.canaries // 2


def test_training_file_holds_every_line_in_random_order() -> None:
    params = params_of(shipped(CLASSIFIER).problem(Path()))
    reviews = [line for group in canaries(params, np.random.default_rng(0)) for line in group]
    one, other = (training_file(reviews, np.random.default_rng(seed)).splitlines() for seed in (1, 2))
    assert sorted(one) == sorted(other)
    assert one != other


def test_reworded_changes_punctuation_alone() -> None:
    assert reworded("好,不错。买了!!") == "好,不错,买了。"
    assert bare(reworded("好,不错。买了!!")) == bare("好,不错。买了!!")
