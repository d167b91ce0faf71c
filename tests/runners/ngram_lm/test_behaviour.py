"""Answers are judged strictly, and messages of hidden tests hold no word of the test."""

from __future__ import annotations

import random
from typing import Any

import pytest

from runners.errors import error_text
from runners.ngram_lm.behaviour import TOO_EVEN, groups, judged
from runners.ngram_lm.cases import (
    CHARACTERS,
    LAST,
    SAMPLES,
    SHARES,
    UNSEEN,
    Ask,
    Behaviour,
    Text,
    following,
    hidden_cases,
)

TITLE = Text("题", "title")
LESSON = ((("kato", "lumi"), ("kato", "nipo"), ("kato", "nipo")),)
ONE = Behaviour("unseen", TITLE, 2, LESSON, (Ask(("lumi",), UNSEEN),), times=3)
MANY = Behaviour("frequencies", TITLE, 2, LESSON, (Ask(("kato",), SHARES),), times=600)


def message(case: Behaviour, answer: Any) -> str | None:
    text = judged(case, answer, sample=False).message
    return text and text.en


def test_right_answers_pass_without_a_message() -> None:
    assert judged(ONE, {"answers": [[None] * 3]}, sample=False).passed
    assert judged(MANY, {"answers": [["nipo"] * 400 + ["lumi"] * 200]}, sample=False).passed


@pytest.mark.parametrize(
    "answer",
    [
        None,
        1,
        [],
        {},
        {"answers": None},
        {"answers": []},
        {"answers": [[None]]},
        {"answers": [3]},
        {"error": 1},
    ],
)
def test_answers_of_another_shape_fail(answer: Any) -> None:
    assert message(ONE, answer) == "the answers could not be read"


def test_an_object_that_is_no_word_fails() -> None:
    answer = {"answers": [[None, None, {"type": "Everything"}]]}
    assert message(ONE, answer) == "predict returned an object that is neither a str nor None"


def test_hidden_message_names_the_cause_but_no_word() -> None:
    assert message(ONE, {"answers": [["kato"] * 3]}) == UNSEEN.en


def test_words_out_of_proportion_fail_with_the_chance() -> None:
    text = message(MANY, {"answers": [["nipo"] * 300 + ["lumi"] * 300]})
    assert text == (
        "words are not drawn in proportion to their counts: the shares in 600 draws do not fit the counts "
        "(by chance in less than 1e-09 of runs)"
    )


def test_words_dealt_in_turns_fail_and_drawn_ones_pass() -> None:
    case = next(case for case in hidden_cases(b"seed") if case.title.en == "Many next words")
    counts = following(case.n, case.lessons, case.asks[0].context)
    drawn = random.Random(1).choices(list(counts), weights=counts.values(), k=case.times)
    assert message(case, {"answers": [drawn]}) is None
    dealt = (list(counts.elements()) * 50)[: case.times]
    assert message(case, {"answers": [dealt]}) == TOO_EVEN.en


def test_sample_shows_input_expectation_and_output() -> None:
    case = SAMPLES[2]
    shown = judged(case, {"answers": [["cat"] * 20, [None] * 20, [None] * 20]}, sample=True)
    assert shown.given == "model = NGramModel(2)\nmodel.train([['the', 'cat', 'sat']])\n"
    assert shown.expected.splitlines()[1] == "predict(('cat',)) -> 'sat'"
    assert shown.got.splitlines()[1] == "predict(('cat',)) -> None"
    assert shown.message is not None
    assert shown.message.en == (
        f"{LAST.en}: after training on [['the', 'cat', 'sat']], predict(('cat',)) gave None; expected 'sat'"
    )


def test_group_earns_points_only_when_all_of_its_cases_pass() -> None:
    asked, scoring = (ONE, ONE, MANY), {"unseen": 4.0, "frequencies": 6.0}
    good, bad = {"answers": [[None] * 3]}, {"answers": [["kato"] * 3]}
    even = {"answers": [["nipo"] * 400 + ["lumi"] * 200]}
    found = [
        [g.points for g in groups(asked, x, scoring, 0)] for x in ([good, good, even], [good, bad, even])
    ]
    assert found == [[4.0, 6.0], [0.0, 6.0]]


def test_group_with_cases_that_were_not_asked_earns_nothing() -> None:
    found = groups((ONE, ONE), [{"answers": [[None] * 3]}], {"unseen": 4.0}, 0)
    assert [(g.key, g.points, len(g.cases)) for g in found] == [("unseen", 0.0, 1)]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ({"type": "KeyError", "line": 12}, "raised KeyError at line 12 of solution.py"),
        ({"type": "<script>", "line": "1"}, "raised Exception"),
        ({"type": "print", "line": True}, "raised Exception"),
        ({"type": ["x"], "line": -1}, "raised Exception"),
        ({}, "raised Exception"),
    ],
)
def test_error_text_names_only_builtin_types_and_lines(error: dict[str, Any], text: str) -> None:
    assert error_text(error).en == text


def test_long_answers_are_cut_in_what_is_shown() -> None:
    shown = judged(SAMPLES[1], {"answers": [["x" * 9000] * 20, [None] * 20]}, sample=True)
    assert shown.got.splitlines()[0] == f"predict(('h',)) -> '{'x' * 60}...'"


@pytest.mark.parametrize(
    ("blame", "context", "answer", "text"),
    [
        (LAST, ("kato",), None, LAST.en),
        (
            LAST,
            ("kato",),
            "dora",
            f"predict returned a word that never followed the context (a usual cause: {LAST.en})",
        ),
        (CHARACTERS, ("k",), "a", CHARACTERS.en),
        (
            CHARACTERS,
            ("k",),
            "kato",
            f"predict returned a word that never followed the context (a usual cause: {CHARACTERS.en})",
        ),
        (UNSEEN, ("k",), "kato", UNSEEN.en),
    ],
)
def test_cause_is_stated_only_when_the_answer_fits_it(
    blame: Text, context: tuple[str, ...], answer: str | None, text: str
) -> None:
    case = Behaviour("unseen", TITLE, 2, LESSON, (Ask(context, blame),), times=1)
    assert message(case, {"answers": [[answer]]}) == text
