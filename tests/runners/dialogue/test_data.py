"""Prompts are hidden by the secret alone, with all their replies and all their wordings; none of them was
seen in pre-training or is seen in training."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from runners.base import Problem
from runners.corpora import Language, Pair, bare, dialogue_pairs, normalised, pretraining_share
from runners.dialogue.data import (
    MOST_REPLIES,
    DataError,
    Drawn,
    Hidden,
    draw,
    hidden_prompts,
    load,
    training_pairs,
)
from runners.dialogue.params import Params, params_of
from tests.runners.tuning.problems import DIALOGUE, SECRET, shipped

FILES = ["hidden/hidden.jsonl", "hidden/key", "public/train.jsonl"]
WANTED = 10
KEY = b"of these tests"


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return drawn_into(tmp_path_factory.mktemp("data"), SECRET)


@pytest.fixture(scope="module")
def drawn(problem: Problem) -> Drawn:
    return load(problem)


def drawn_into(folder: Path, secret: bytes) -> Problem:
    problem = shipped(DIALOGUE).problem(folder)
    draw(problem, secret)
    return problem


def read(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def few() -> Params:
    """Parameters that hide ``WANTED`` prompts of each language."""
    params = params_of(shipped(DIALOGUE).problem(Path()))
    return Params.model_validate({**params.model_dump(), "hidden_prompts": {"zh": WANTED, "en": WANTED}})


def new(prompt: str) -> bool:
    """Whether base models cannot have been pre-trained on it."""
    return not pretraining_share(normalised(prompt))


def pairs(count: int, language: Language, prompt: str) -> list[Pair]:
    """So many pairs of which each can be hidden."""
    prompts = [text for i in range(40 * count) if new(text := prompt.format(i))]
    return [Pair(text, f"reply to {text}", language) for text in prompts[:count]]


def enough() -> list[Pair]:
    """Just as many pairs as are to be hidden."""
    return pairs(WANTED, "zh", "第{}问") + pairs(WANTED, "en", "question {}")


def test_draw_with_the_same_secret_gives_the_same_files(problem: Problem, tmp_path: Path) -> None:
    drawn_into(tmp_path, SECRET)
    assert list(read(tmp_path)) == FILES
    assert read(tmp_path) == read(problem.data)


def test_draw_with_another_secret_gives_other_files(problem: Problem, tmp_path: Path) -> None:
    drawn_into(tmp_path, b"another secret")
    one, two = read(problem.data), read(tmp_path)
    assert [name for name in FILES if one[name] == two[name]] == []


def test_as_many_prompts_are_hidden_in_each_language_as_asked(drawn: Drawn) -> None:
    languages = [one.language for one in drawn.hidden]
    assert languages == ["zh"] * 100 + ["en"] * 200
    assert len({bare(one.prompt) for one in drawn.hidden}) == 300


def test_no_hidden_prompt_can_have_been_pre_trained_on(drawn: Drawn) -> None:
    hidden = {bare(one.prompt) for one in drawn.hidden}
    wordings = {pair.prompt for pair in dialogue_pairs("dialogues") if bare(pair.prompt) in hidden}
    assert len(wordings) >= len(hidden)
    assert [prompt for prompt in wordings if not new(prompt)] == []


def test_no_hidden_prompt_is_a_prompt_of_the_training_file(drawn: Drawn) -> None:
    hidden = {bare(one.prompt) for one in drawn.hidden}
    assert [pair for pair in drawn.pairs if bare(pair[0]) in hidden] == []


def test_no_hidden_prompt_and_reply_are_one_text_of_the_training_file(drawn: Drawn) -> None:
    texts = {bare(one.prompt + reply) for one in drawn.hidden for reply in one.replies}
    trained = {bare(text) for prompt, reply in drawn.pairs for text in (prompt, reply, prompt + reply)}
    assert texts & trained == set()


def test_every_reply_of_a_hidden_prompt_is_hidden_with_it(drawn: Drawn) -> None:
    said: dict[str, set[str]] = {}
    for pair in dialogue_pairs("dialogues"):
        said.setdefault(bare(pair.prompt), set()).add(pair.reply)
    assert [one for one in drawn.hidden if set(one.replies) != said[bare(one.prompt)]] == []
    assert max(len(one.replies) for one in drawn.hidden) <= MOST_REPLIES


def test_prompts_of_other_case_punctuation_and_space_stand_together() -> None:
    one, *others = enough()
    more = [
        Pair(prompt, prompt, one.language) for i in range(200) if new(prompt := f" {one.prompt}{'?' * i} ")
    ]
    hidden = hidden_prompts([one, *more[:2], *others], few(), KEY)
    assert next(h for h in hidden if h.prompt == one.prompt) == Hidden(
        one.prompt, (one.reply, more[0].reply, more[1].reply), one.language
    )
    assert training_pairs([one, *more[:2], *others], hidden) == []


def test_one_wording_that_was_pre_trained_on_keeps_the_others_from_being_hidden() -> None:
    one, *others = enough()
    seen = next(text for i in range(200) if not new(text := f"{one.prompt}{'?' * i}"))
    with pytest.raises(DataError, match="only 9 prompts in 'zh' can be hidden, not 10"):
        hidden_prompts([one, Pair(seen, "reply", "zh"), *others], few(), KEY)


def test_a_prompt_with_many_replies_is_not_hidden() -> None:
    one, *others = enough()
    many = [replace(one, reply=f"reply {i}") for i in range(MOST_REPLIES)]
    assert len(hidden_prompts([*many, *others], few(), KEY)) == 2 * WANTED
    with pytest.raises(DataError, match="only 9 prompts in 'zh' can be hidden, not 10"):
        hidden_prompts([*many, one, *others], few(), KEY)


def test_draw_refuses_more_than_there_is(tmp_path: Path) -> None:
    problem = shipped(DIALOGUE).problem(tmp_path)
    params = {**problem.params, "hidden_prompts": {"zh": 5000, "en": 10}}
    with pytest.raises(DataError, match="prompts in 'zh' can be hidden, not 5000"):
        draw(replace(problem, params=params), SECRET)
    assert read(tmp_path) == {}


@pytest.mark.parametrize(
    ("prompt", "reply", "kept"),
    [
        ("Who are you?", "Me.", False),  # the hidden prompt
        ("WHO  ARE YOU", "Somebody.", False),
        ("Who are", "you? A machine.", False),  # both as one text, cut at another place
        ("A machine.", "Who are you?", False),  # and the other way round
        ("What are you?", "A machine.", True),  # a hidden reply to another prompt
    ],
)
def test_training_pairs_show_no_hidden_one(prompt: str, reply: str, kept: bool) -> None:
    hidden = [Hidden("Who are you?", ("A machine.",), "en")]
    pair = Pair(prompt, reply, "en")
    assert training_pairs([pair], hidden) == ([pair] if kept else [])


def test_train_pairs_caps_the_training_file(problem: Problem, tmp_path: Path) -> None:
    capped = replace(problem, data=tmp_path, params={**problem.params, "train_pairs": 60})
    draw(capped, SECRET)
    full, part = load(problem), load(capped)
    assert part.pairs == full.pairs[:60]
    assert part.hidden == full.hidden


def test_load_reads_texts_with_line_separators_back(tmp_path: Path) -> None:
    for path, row in (
        ("public/train.jsonl", {"prompt": "a\u2028b", "reply": "c\x85"}),
        ("hidden/hidden.jsonl", {"prompt": "d\u2029", "replies": ["e", "f"], "language": "en"}),
    ):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (tmp_path / "hidden" / "key").write_bytes(b"key")
    assert load(shipped(DIALOGUE).problem(tmp_path)) == Drawn(
        (("a\u2028b", "c\x85"),), (Hidden("d\u2029", ("e", "f"), "en"),), b"key"
    )
