"""What is said of one reply: its tokens, overlap and length; another way to write the same characters changes
nothing."""

from __future__ import annotations

import pytest
import sacrebleu

from runners.dialogue.replies import (
    bigrams,
    chrf,
    copy_ratio,
    echoes,
    fits_in_length,
    is_empty,
    is_mannered,
    longest_common,
    tokens,
)

# Full-width letters, a ligature, a letter and its accent apart, an ideographic space.
TRICKS = [("Ａｂｃ１２", "Abc12"), ("ﬁne", "fine"), ("cafe\u0301", "café"), ("\u3000你好\u3000", "你好")]
PROMPT, TRUE = "What is your name?", ("My name is Anna.", "我叫安娜。")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Don't stop, R2D2!", ["don", "t", "stop", "r2d2"]),
        ("你好, world。ok", ["你", "好", "world", "ok"]),
        ("abc中文def", ["abc", "中", "文", "def"]),
        ("かな_x", ["か", "な", "x"]),
        ("... ，。!", []),
        ("", []),
    ],
)
def test_tokens_are_words_and_single_chinese_characters(text: str, found: list[str]) -> None:
    assert tokens(text) == found


def test_bigrams_are_neighbours_with_repetitions() -> None:
    assert bigrams("Ha, ha ha! 好") == [("ha", "ha"), ("ha", "ha"), ("ha", "好")]
    assert bigrams("one") == []


@pytest.mark.parametrize("reply", ["My name is Bob.", "我叫鲍勃。", "my", "", "My name is Anna."])
def test_chrf_is_that_of_sacrebleu(reply: str) -> None:
    assert chrf(reply, TRUE) == sacrebleu.sentence_chrf(reply, TRUE).score / 100


def test_chrf_takes_the_best_fitting_true_reply() -> None:
    assert chrf("我叫安娜。", TRUE) == 1.0
    assert chrf("My name is Bob.", TRUE) == max(chrf("My name is Bob.", [true]) for true in TRUE)


@pytest.mark.parametrize("one", ["", "abcab", "xbcabz", "aaaa", "你好吗"])
@pytest.mark.parametrize("other", ["", "abcab", "cabx", "aa", "你好"])
def test_longest_common_is_the_longest_piece_that_stands_in_both(one: str, other: str) -> None:
    pieces = [one[i:j] for i in range(len(one)) for j in range(i, len(one) + 1)]
    assert longest_common(one, other) == max((len(piece) for piece in pieces if piece in other), default=0)


@pytest.mark.parametrize(
    ("reply", "ratio"),
    [
        ("Your name?", 1.0),
        ("YOUR NAME, 12345678", 0.5),
        ("Zzz.", 0.0),
        ("", 0.0),
    ],
)
def test_copy_ratio_is_the_share_that_is_one_piece_of_the_prompt(reply: str, ratio: float) -> None:
    assert copy_ratio(reply, PROMPT) == ratio


@pytest.mark.parametrize(
    ("reply", "echo"),
    [
        ("What is your name?", True),
        ("what is YOUR name", True),
        ("What is your name? An", True),  # 14 of 16 characters
        ("What is your name? Anna!", False),  # 14 of 18: less than four fifths
        ("What is your", False),  # 10 of the prompt's 14
        ("Name?", False),
        ("", False),
    ],
)
def test_echo_needs_one_piece_that_makes_most_of_both(reply: str, echo: bool) -> None:
    assert echoes(reply, PROMPT) is echo


@pytest.mark.parametrize(
    ("length", "fits"),
    [(0, True), (44, True), (45, False)],  # 8 characters and 4 that do not count are 12
)
def test_a_reply_beside_a_short_one_may_be_empty(length: int, fits: bool) -> None:
    assert fits_in_length("x" * length, ["12345678"]) is fits


@pytest.mark.parametrize(("length", "fits"), [(7, False), (8, True), (188, True), (189, False)])
def test_a_reply_is_at_most_four_times_shorter_or_longer(length: int, fits: bool) -> None:
    assert fits_in_length("x" * length, ["y" * 44]) is fits


def test_one_true_reply_of_fitting_length_is_enough() -> None:
    assert fits_in_length("x" * 100, ["y", "y" * 90]) is True
    assert fits_in_length("x" * 100, ["y"]) is False


@pytest.mark.parametrize(
    ("reply", "empty"), [("", True), (" \n", True), ("...", True), ("。", True), ("我", False)]
)
def test_a_reply_without_words_is_empty(reply: str, empty: bool) -> None:
    assert is_empty(reply) is empty


@pytest.mark.parametrize(
    ("reply", "mannered"), [("I am Bob.", True), ("", False), (PROMPT, False), ("I am " + "Bob " * 40, False)]
)
def test_manners_are_words_of_one_s_own_and_a_fitting_length(reply: str, mannered: bool) -> None:
    assert is_mannered(reply, PROMPT, TRUE) is mannered


@pytest.mark.parametrize(("trick", "plain"), TRICKS)
def test_another_way_to_write_the_same_changes_nothing(trick: str, plain: str) -> None:
    assert (tokens(trick), bigrams(trick)) == (tokens(plain), bigrams(plain))
    assert [chrf(trick, [plain]), chrf(plain, [trick])] == [1.0, 1.0]
    assert (copy_ratio(trick, plain), echoes(trick, plain)) == (1.0, True)
    assert fits_in_length(trick, [plain * 9]) is fits_in_length(plain, [plain * 9])
