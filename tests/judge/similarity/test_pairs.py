"""The labelled pairs: what is found, what is not, and that the figures in the documents are these."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from judge.similarity.matching import THRESHOLD
from tests.judge.similarity import pairs, table
from tests.judge.similarity.disguises import DISGUISES, Disguise

WHOLE = {disguise.__name__ for disguise in DISGUISES} | {"reworked by hand"}


@pytest.fixture(scope="module")
def measured() -> list[pairs.Pair]:
    return pairs.all_pairs()


def test_there_are_enough_pairs(measured: list[pairs.Pair]) -> None:
    counted = table.figures(measured)
    assert (counted.copies, counted.others) == (115, 120)


def test_every_whole_copy_is_found(measured: list[pairs.Pair]) -> None:
    missed = [(one.how, one.name) for one in measured if one.how in WHOLE and one.score < THRESHOLD]
    assert missed == []


def test_nobody_honest_is_shown(measured: list[pairs.Pair]) -> None:
    shown = [(one.how, one.name) for one in measured if not one.copied and one.score >= THRESHOLD]
    assert shown == []


def test_names_comments_types_and_layout_change_nothing(measured: list[pairs.Pair]) -> None:
    plain = {"renamed", "commented", "reformatted", "annotated"}
    assert {one.score for one in measured if one.how in plain} == {1.0}


def test_the_documents_say_what_is_measured(measured: list[pairs.Pair]) -> None:
    text = (Path(__file__).parents[3] / "docs" / "similarity.md").read_text()
    printed = [line for line in text.splitlines() if line.startswith("|")]
    assert printed == list(table.lines(measured))
    assert table.summary(measured) in text.splitlines()


def answers(source: str) -> tuple[list[list[float]], Any]:
    names: dict[str, Any] = {}
    exec(compile(source, "<program>", "exec"), names)
    model = names["NGramModel"](3, ["a", "b", "c", "d"])
    model.train([["a", "b", "c", "d"], ["b", "c", "d"], ["a", "b", "d"]])
    rows = [[round(float(p), 9) for p in model.distribution(context)] for context in (["a", "b"], ["d", "d"])]
    return rows, model.predict(["a", "q"])


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda disguise: disguise.__name__)
def test_a_copy_answers_as_its_original_does(disguise: Disguise) -> None:
    programs = pairs.honest_programs("ngram")
    changed = [name for name, source in programs.items() if answers(source) != answers(disguise(source))]
    assert changed == []


@pytest.mark.parametrize("name", sorted(pairs.honest_programs("ngram")))
def test_every_honest_program_gives_a_distribution(name: str) -> None:
    rows, unseen = answers(pairs.honest_programs("ngram")[name])
    assert [round(sum(row), 6) for row in rows] == [1.0, 1.0]
    assert unseen is None
