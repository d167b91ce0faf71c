"""What can be said of one generated reply by looking at it: its tokens, its overlap with the prompt, its
likeness to the true replies, whether its length fits. Nothing is compared with a reference here.

All of it works on NFKC text, so another way to write the same characters changes nothing, and on the
judge's own tokens, whatever the model's are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sacrebleu.metrics.chrf import CHRF

from runners.corpora import bare, tidy

WORD = re.compile(r"[^\W_㐀-鿿豈-﫿぀-ヿ]+|[^\W_]")
LENGTH_FACTOR, LENGTH_SLACK = 4, 4
ECHO_SHARE = 0.8
CHRF_PERCENT = 100

_chrf = CHRF()  # characters up to 6-grams, beta 2, white space left out: Popovic (2015)


def tokens(text: str) -> list[str]:
    """Words of letters and digits; a Chinese character or kana is a word of its own. No punctuation."""
    return WORD.findall(tidy(text).casefold())


def bigrams(text: str) -> list[tuple[str, str]]:
    """Each two tokens that stand beside each other, in order, with repetitions."""
    words = tokens(text)
    return list(pairwise(words))


def chrf(reply: str, true_replies: Sequence[str]) -> float:
    """chrF (sacrebleu, its defaults) against the best fitting of the true replies, from 0 to 1."""
    score: float = _chrf.sentence_score(tidy(reply), [tidy(true) for true in true_replies]).score
    return score / CHRF_PERCENT


def longest_common(one: str, other: str) -> int:
    """The length of the longest string that stands in both. Dynamic programming over ends."""
    best, ends = 0, [0] * (len(other) + 1)
    for a in one:
        before = 0
        for place, b in enumerate(other, start=1):
            before, ends[place] = ends[place], (before + 1 if a == b else 0)
            best = max(best, ends[place])
    return best


def copy_ratio(reply: str, prompt: str) -> float:
    """The share of the reply that is one piece of the prompt, without punctuation and white space; 0 when
    it is empty."""
    said = bare(reply)
    return longest_common(said, bare(prompt)) / len(said) if said else 0.0


def echoes(reply: str, prompt: str) -> bool:
    """Whether the reply is little more than the prompt: one piece of text makes most of both."""
    said, asked = bare(reply), bare(prompt)
    shared = longest_common(said, asked)
    return bool(said) and shared >= ECHO_SHARE * max(len(said), len(asked))


def fits_in_length(reply: str, true_replies: Sequence[str]) -> bool:
    """Whether the reply is at most ``LENGTH_FACTOR`` times longer or shorter than one of the true replies;
    a few characters more or less do not count. Lengths in characters."""
    length = len(tidy(reply)) + LENGTH_SLACK
    lengths = [len(tidy(true)) + LENGTH_SLACK for true in true_replies]
    return any(true / LENGTH_FACTOR <= length <= true * LENGTH_FACTOR for true in lengths)


def is_empty(reply: str) -> bool:
    """Whether nothing but white space and punctuation is left."""
    return not tokens(reply)


def is_mannered(reply: str, prompt: str, true_replies: Sequence[str]) -> bool:
    """A reply that says something, does not echo the prompt and is of a fitting length."""
    return not is_empty(reply) and not echoes(reply, prompt) and fits_in_length(reply, true_replies)
