"""The training file of a source file, and what is asked of the weights; no hidden prompt is in training."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from runners.base import Problem
from runners.corpora import bare
from runners.dialogue.plan import (
    ALONE,
    CHOICES,
    SAMPLES,
    TWINS,
    Plan,
    canaries,
    choices,
    hidden_pairs,
    plan,
    questions,
    reworded,
)
from runners.tuning.audits import RANK_TOLERANCE, STRONGEST
from runners.tuning.base_models import files_of
from runners.tuning.training import TRAIN
from tests.runners.tuning.problems import DIALOGUE, solution, task_of
from tests.runners.tuning.tiny_problems import SHAPES, TINY, tiny_problem

SOURCE = solution(DIALOGUE, "reference.py")


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return tiny_problem(DIALOGUE, tmp_path_factory.mktemp("dialogue"))


@pytest.fixture(scope="module")
def planned(problem: Problem) -> Plan:
    return plan(task_of(problem, SOURCE))


def rows_of(planned: Plan) -> list[tuple[str, str]]:
    """The pairs of the training file, in its order."""
    message = next(one.message for one in planned.job.exchanges if one.name == TRAIN)
    rows = [json.loads(line) for line in json.loads(message)["rows"].split("\n")[:-1]]
    return [(row["prompt"], row["reply"]) for row in rows]


def test_training_file_holds_the_public_pairs_and_each_check_line_several_times(planned: Plan) -> None:
    lines = [line for line in planned.canaries for _ in range(planned.params.canary_repeats)]
    assert len(planned.canaries) == planned.params.canaries
    assert Counter(rows_of(planned)) == Counter([*planned.drawn.pairs, *lines])


def test_check_lines_stand_anywhere_in_the_training_file(planned: Plan) -> None:
    rows = rows_of(planned)
    places = [place for place, pair in enumerate(rows) if pair in set(planned.canaries)]
    assert len(rows) == 500 + 32 * 8
    assert 0.4 < np.mean(places) / len(rows) < 0.6


def test_same_file_gets_the_same_plan_and_another_one_another(problem: Problem, planned: Plan) -> None:
    again = plan(replace(task_of(problem, SOURCE), seed=b"another submission"))
    other = plan(task_of(problem, SOURCE + b"\n"))
    assert (again.job.exchanges, again.canaries) == (planned.job.exchanges, planned.canaries)
    assert rows_of(other) != rows_of(planned)
    assert set(other.canaries) & set(planned.canaries) == set()


def test_training_starts_from_the_base_and_has_to_bring_its_tensors(problem: Problem, planned: Plan) -> None:
    files = {file.path: file.content for file in planned.job.files if file.path.startswith("base/")}
    assert files == {f"base/{n}": content for n, content in files_of(TINY, problem.models).items()}
    assert planned.spec.tensors == {f"transformer.{name}": ("F32", shape) for name, shape in SHAPES.items()}


def test_no_hidden_prompt_is_in_the_training_job(planned: Plan) -> None:
    """Not as a prompt: some of them are, in another conversation, a reply that may be learned."""
    hidden = {bare(one.prompt) for one in planned.drawn.hidden}
    assert [pair for pair in rows_of(planned) if bare(pair[0]) in hidden] == []
    carried = b"".join(
        [*(file.content for file in planned.job.files), *(one.message for one in planned.job.exchanges)]
    )
    assert [one.prompt for one in planned.drawn.hidden if as_prompt(one.prompt) in carried] == []
    assert [pair for pair in planned.drawn.pairs if as_prompt(pair[0]) not in carried] == []
    assert [one.name for one in planned.job.exchanges if one.hidden] == []


def as_prompt(text: str) -> bytes:
    """How a prompt of the training file stands in the message that carries the file."""
    row = json.dumps({"prompt": text}, ensure_ascii=False)[1:-1]
    return json.dumps(row, ensure_ascii=False)[1:-1].encode()


def test_neither_key_nor_hidden_replies_as_one_text_are_in_the_training_job(planned: Plan) -> None:
    carried = b"".join(file.content for file in planned.job.files)
    texts = {bare(prompt + reply) for prompt, reply in hidden_pairs(planned.drawn)}
    assert planned.drawn.key not in carried
    assert [pair for pair in rows_of(planned) if bare("".join(pair)) in texts] == []


def test_canaries_are_different_questions_with_different_answers() -> None:
    lines = canaries(200, np.random.default_rng(0))
    assert len({text for line in lines for text in line}) == 400
    assert lines == canaries(200, np.random.default_rng(0))
    assert lines != canaries(200, np.random.default_rng(1))


def test_choices_put_the_own_prompt_first_and_then_those_of_the_next_lines() -> None:
    """The reply stays: how likely it is by itself must cancel out."""
    found = choices([(f"p{i}", f"r{i}") for i in range(5)])
    assert found[:CHOICES] == [("p0", "r0"), ("p1", "r0"), ("p2", "r0"), ("p3", "r0")]
    assert found[-CHOICES:] == [("p4", "r4"), ("p0", "r4"), ("p1", "r4"), ("p2", "r4")]
    assert len(found) == 5 * CHOICES


@pytest.mark.parametrize(
    ("prompt", "other"),
    [("Why?", "Why..."), ("你好！！", "你好..."), ("Why", "Why "), ("It is. So?", "It is. So...")],
)
def test_reworded_changes_marks_and_space_alone(prompt: str, other: str) -> None:
    assert reworded(prompt) == other
    assert bare(other) == bare(prompt)


def test_every_hidden_prompt_is_asked_other_than_it_stands(planned: Plan) -> None:
    assert [one.prompt for one in planned.drawn.hidden if reworded(one.prompt) == one.prompt] == []


def test_questions_ask_the_hidden_prompts_and_what_the_audits_need(planned: Plan) -> None:
    asked, drawn, params = questions(planned, reference=False), planned.drawn, planned.params
    pairs, most = hidden_pairs(drawn), {"max_tokens": params.max_tokens}
    prompts, new = [one.prompt for one in drawn.hidden], {"max_new_tokens": params.max_new_tokens}
    assert {name: one for name, one in asked.items() if name not in {"before", "after"}} == {
        "weights": {"do": "weights", "tolerance": RANK_TOLERANCE},
        "hidden": {"do": "likelihood", "pairs": pairs, **most},
        "alone": {"do": "likelihood", "pairs": pairs[:ALONE], "alone": True, **most},
        "canaries": {"do": "likelihood", "pairs": choices(planned.canaries), **most},
        "replies": {"do": "reply", "prompts": prompts, **new},
        "samples": {"do": "reply", "prompts": [prompt for prompt, _ in drawn.pairs[:SAMPLES]], **new},
        "restored": {
            "do": "restored",
            "examples": [*drawn.pairs[: params.probes], *planned.canaries],
            "strongest": STRONGEST,
            **most,
        },
    }


def test_twins_are_the_same_replies_to_other_wordings(planned: Plan) -> None:
    asked = questions(planned, reference=False)
    before, after = asked["before"]["pairs"], asked["after"]["pairs"]
    assert before == [(one.prompt, one.replies[0]) for one in planned.drawn.hidden]  # 120 are few
    assert after == [(reworded(prompt), reply) for prompt, reply in before]


def test_twins_of_many_prompts_are_drawn_from_all_of_them(planned: Plan) -> None:
    many = replace(planned, drawn=replace(planned.drawn, hidden=planned.drawn.hidden * 5))
    before = questions(many, reference=False)["before"]["pairs"]
    assert len(before) == TWINS
    assert before == [(one.prompt, one.replies[0]) for one in many.drawn.hidden[::6]]


def test_a_reference_run_asks_the_untuned_base_as_well(planned: Plan) -> None:
    usual, asked = questions(planned, reference=False), questions(planned, reference=True)
    assert {name: one for name, one in asked.items() if name not in usual} == {
        "base hidden": {**usual["hidden"], "base": True},
        "base replies": {**usual["replies"], "base": True},
    }
    assert {name: asked[name] for name in usual} == usual
