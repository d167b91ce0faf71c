"""The job asks the right questions in the right order, in words that mean nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from runners.base import Problem, Task
from runners.ngram_lm.data import load
from runners.ngram_lm.plan import plan, renaming
from tests.runners.ngram_lm.problems import small_problem, task_of


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return small_problem(tmp_path_factory.mktemp("data"))


@pytest.fixture
def task(problem: Problem) -> Task:
    return task_of(problem, "source")


def message(task: Task, place: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(plan(task).job.exchanges[place].message)
    return found


def test_exchanges_come_in_order_and_all_visible_ones_first(task: Task) -> None:
    found = [(exchange.name, exchange.hidden) for exchange in plan(task).job.exchanges]
    assert found == [
        ("sample", False),
        ("train", False),
        ("trial", False),
        ("hidden", True),
        ("distributions", True),
        ("replay", True),
    ]


def test_job_holds_neither_words_of_the_corpus_nor_targets(task: Task) -> None:
    asked = plan(task)
    words = {word for word in asked.drawn.vocabulary if not word.isascii()}
    text = b"".join(exchange.message for exchange in asked.job.exchanges[1:]).decode()
    assert [word for word in words if word in text] == []
    assert set(message(task, 4)) == {"do", "contexts"}


def test_renaming_is_a_bijection_that_keeps_the_marks() -> None:
    names, columns = renaming(50, np.random.default_rng(1))
    assert (names[:2], names[-1], columns[:2].tolist()) == (["<unk>", "</s>"], "<s>", [0, 1])
    assert (len(set(names)), sorted(columns.tolist())) == (51, list(range(50)))


def test_names_belong_to_the_file_and_the_order_to_the_submission(task: Task) -> None:
    first, other_seed = plan(task), plan(replace(task, seed=b"another"))
    other_file = plan(replace(task, source=b"another"))
    assert first.columns.tolist() == other_seed.columns.tolist()
    assert first.order.tolist() != other_seed.order.tolist()
    assert first.columns.tolist() != other_file.columns.tolist()


def test_positions_belong_to_the_file_and_the_reference_is_asked_all(task: Task) -> None:
    judged = replace(task, reference=b"there is one")
    first, again = plan(judged).positions.tolist(), plan(replace(judged, seed=b"another")).positions.tolist()
    other = plan(replace(judged, source=b"another")).positions.tolist()
    assert (len(first), first == again, first == other) == (300, True, False)
    assert plan(task).positions.tolist() == list(range(600))


def test_training_text_is_the_public_text_under_the_renaming(task: Task) -> None:
    asked = plan(task)
    lesson = message(task, 1)
    column = {name: place for place, name in enumerate(lesson["vocabulary"])}
    original = {int(c): word for word, c in zip(asked.drawn.vocabulary, asked.columns, strict=True)}
    sentences = [
        " ".join(original[column[token]] if token in column else token for token in line.split())
        for line in str(lesson["text"]).splitlines()
    ]
    public = Path(task.problem.data, "public", "train.txt").read_text().splitlines()
    assert sentences != public
    assert sorted(sentences) == sorted(public)


def test_contexts_are_those_of_the_positions_in_the_asked_order(task: Task) -> None:
    asked, drawn = plan(task), load(task.problem)
    vocabulary = message(task, 1)["vocabulary"]
    column = {name: place for place, name in enumerate(vocabulary)}
    for row, context in enumerate(message(task, 4)["contexts"]):
        ids = drawn.contexts[asked.positions[asked.order[row]]]
        wanted = [int(asked.columns[i]) if i < len(vocabulary) else None for i in ids]
        assert [column.get(token) for token in context] == wanted
