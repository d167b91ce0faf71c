"""The behaviour tests: small texts to learn, contexts to ask, and what must come.

``SAMPLES`` are shown to candidates. ``hidden_cases`` makes the others out of invented words, so an
answer cannot be brought along. Nothing here runs or judges a model; see ``behaviour``.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from runners.base import Text

Sentence = str | tuple[str, ...]
Lesson = tuple[Sentence, ...]
Context = tuple[str, ...]

GROUP_TITLES = {
    "example": Text("题目示例：按词而不是按字符学习", "The example: words, not characters"),
    "last_ngram": Text("每句的最后一个 n-gram", "The last n-gram of each sentence"),
    "sentences": Text("多个句子与各种空白", "Several sentences, any white space"),
    "unseen": Text("未见过的上下文返回 None", "An unseen context gives None"),
    "short": Text("短句、空句与空训练集", "Short sentences, empty ones, no training"),
    "orders": Text("n 取 1 到 5", "n from 1 to 5"),
    "context": Text("只看最后 n-1 个词", "Only the last n-1 tokens count"),
    "training": Text("多次训练与相互独立的模型", "Several train calls, independent models"),
    "frequencies": Text("按频率抽样", "Frequencies respected"),
}
SAMPLE_GROUPS = ("example", "last_ngram")
FEW, MANY = 20, 2000
VARIED = 24  # so many different next words tell random draws from evenly dealt ones


@dataclass(frozen=True, slots=True)
class Ask:
    """One context. ``blame`` is the likely cause when the answer is wrong."""

    context: Context
    blame: Text


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One small model: train it on ``lessons`` (one ``train`` call each), then ask. Each context is
    asked ``times`` times, given as a tuple or as a list."""

    group: str
    title: Text
    n: int
    lessons: tuple[Lesson, ...]
    asks: tuple[Ask, ...]
    times: int = FEW
    as_tuple: bool = True


def following(n: int, lessons: tuple[Lesson, ...], context: Context) -> Counter[str]:
    """The counts of the words that followed the last ``n - 1`` tokens of ``context``, straight from
    the definition: empty for an unseen context and for one of fewer than ``n - 1`` tokens."""
    counts: Counter[str] = Counter()
    if len(context) < n - 1:
        return counts
    wanted = context[len(context) - (n - 1) :]
    for lesson in lessons:
        for sentence in lesson:
            words = tuple(sentence.split()) if isinstance(sentence, str) else sentence
            ends = range(n - 1, len(words))
            counts.update(words[end] for end in ends if words[end - n + 1 : end] == wanted)
    return counts


CHARACTERS = Text("模型学的是字符而不是词", "it learned characters, not words")
STRINGS = Text("字符串没有按空白切成词来学习", "strings were not split on whitespace into words")
LAST = Text("每句的最后一个 n-gram 没有被学到", "the last n-gram of each sentence was not learned")
EARLIER = Text("句中靠前的 n-gram 没有被学到", "n-grams before the last one were not learned")
ACROSS = Text("句尾之后不应有词：n-gram 不跨句", "nothing follows a sentence's end: n-grams do not cross it")
UNSEEN = Text("未见过的上下文必须返回 None", "an unseen context must give None")
TOO_SHORT = Text("不足 n-1 个词的上下文必须返回 None", "a context of fewer than n-1 tokens must give None")
SHORT = Text("比 n 短的句子不含 n-gram", "a sentence shorter than n holds no n-gram")
NOTHING = Text("没有训练过的模型必须返回 None", "an untrained model must give None")
ORDER = Text("n-gram 的阶数不对", "n-grams of the wrong order were learned")
UNIGRAM = Text(
    "n = 1 时上下文为空，应从所有词中抽取", "with n = 1 no context counts: draw from all the words"
)
SUFFIX = Text("只有最后 n-1 个词可以起作用", "only the last n-1 tokens may count")
ADD_UP = Text("多次 train 的计数必须累加", "the counts of several train calls must add up")
SHARED = Text("新模型不应知道别的模型学过什么", "a new model must not know what another one learned")
SHARES = Text("抽样没有与计数成比例", "words are not drawn in proportion to their counts")

EXAMPLE = ("hello world", "hello everyone", "everyone hello")
SAMPLES = (
    Behaviour(
        "example",
        Text("三个两词句，n = 2", "Three sentences of two words, n = 2"),
        2,
        (EXAMPLE,),
        (Ask(("hello",), STRINGS), Ask(("everyone",), STRINGS)),
        times=200,
    ),
    Behaviour(
        "example",
        Text("单个字符不是词", "A character is not a word"),
        2,
        (EXAMPLE,),
        (Ask(("h",), CHARACTERS), Ask(("e",), CHARACTERS)),
    ),
    Behaviour(
        "last_ngram",
        Text("一个句子，n = 2", "One sentence, n = 2"),
        2,
        ((("the", "cat", "sat"),),),
        (Ask(("the",), EARLIER), Ask(("cat",), LAST), Ask(("sat",), ACROSS)),
    ),
    Behaviour(
        "last_ngram",
        Text("两个句子，n = 3", "Two sentences, n = 3"),
        3,
        ((("we", "tune", "small", "models"), ("we", "tune", "large", "models")),),
        (
            Ask(("we", "tune"), EARLIER),
            Ask(("tune", "small"), LAST),
            Ask(("tune", "large"), LAST),
            Ask(("small", "models"), ACROSS),
        ),
    ),
)


class Inventor:
    """Invents words and texts; the same seed invents the same ones."""

    def __init__(self, seed: bytes) -> None:
        self._rng = random.Random(seed)  # noqa: S311 - the seed is secret, the words need not be
        self._used: set[str] = set()

    def words(self, count: int) -> list[str]:
        """New words of six letters, all different from each other and from those before."""
        fresh: list[str] = []
        while len(fresh) < count:
            word = "".join(self._rng.choice("bdfgklmnprstvz") + self._rng.choice("aeiou") for _ in range(3))
            if word not in self._used:
                self._used.add(word)
                fresh.append(word)
        return fresh

    def text(self, words: Sequence[str], sentences: int, length: int) -> Lesson:
        """Random sentences of ``length`` words each."""
        return tuple(tuple(self._rng.choices(words, k=length)) for _ in range(sentences))

    def shuffled(self, sentences: Sequence[Sentence]) -> Lesson:
        """The same sentences in another order."""
        return tuple(self._rng.sample(sentences, len(sentences)))


def hidden_cases(seed: bytes) -> tuple[Behaviour, ...]:
    """The hidden behaviour tests, in words that this seed invents."""
    inventor = Inventor(seed)
    return (
        *_ends(inventor),
        *_unseen(inventor),
        *_short(inventor),
        *(_order(inventor, n) for n in range(1, 6)),
        *_context(inventor),
        *_training(inventor),
        *_frequencies(inventor),
    )


def _ends(inventor: Inventor) -> list[Behaviour]:
    a, b, c, d, e, f = inventor.words(6)
    lesson: Lesson = ((a, b, c), (d, e, f))
    spaced: Lesson = (f"{a}  {b}\t{c}\n",)
    title = Text("多个句子的结尾", "The ends of several sentences")
    return [
        Behaviour("sentences", title, 2, (lesson,), (Ask((b,), LAST), Ask((e,), LAST), Ask((c,), ACROSS))),
        Behaviour(
            "sentences", title, 3, (lesson,), (Ask((a, b), LAST), Ask((d, e), LAST), Ask((c, d), ACROSS))
        ),
        Behaviour(
            "sentences",
            Text("以任意空白分隔的字符串", "A string with other white space"),
            3,
            (spaced,),
            (Ask((a, b), STRINGS),),
        ),
    ]


def _unseen(inventor: Inventor) -> list[Behaviour]:
    a, b, c, d, new = inventor.words(5)
    lesson: Lesson = ((a, b, c, d),)
    title = Text("训练中没有的上下文", "A context that training did not show")
    asks = (Ask((new,), UNSEEN), Ask((d,), UNSEEN), Ask((a,), EARLIER))
    threes = (
        Ask((a, new), UNSEEN),
        Ask((b, a), UNSEEN),
        Ask((b,), TOO_SHORT),
        Ask((), TOO_SHORT),
        Ask((a, b), EARLIER),
    )
    return [
        Behaviour("unseen", title, 2, (lesson,), asks),
        Behaviour("unseen", title, 3, (lesson,), threes, as_tuple=False),
    ]


def _short(inventor: Inventor) -> list[Behaviour]:
    a, b, c, d = inventor.words(4)
    mixed: Lesson = ((), (a,), (a, b), (b, c, d), "", "   ", f"{d} {c}")
    title = Text("比 n 短的句子", "Sentences shorter than n")
    nothing = Text("没有可学的内容", "Nothing to learn")
    return [
        Behaviour("short", title, 3, (mixed,), (Ask((b, c), LAST), Ask((a, b), SHORT), Ask((d, c), SHORT))),
        Behaviour("short", title, 4, (((a, b), (a, b, c)),), (Ask((a, b, c), SHORT), Ask((d, a, b), SHORT))),
        Behaviour("short", title, 2, (((a,), (a, b)),), (Ask((a,), LAST),)),
        Behaviour("short", nothing, 2, ((),), (Ask((a,), NOTHING),)),
        Behaviour("short", nothing, 1, (((), ""),), (Ask((), NOTHING), Ask((a,), NOTHING))),
        Behaviour("short", nothing, 3, (), (Ask((a, b), NOTHING),)),
    ]


def _order(inventor: Inventor, n: int) -> Behaviour:
    words = inventor.words(4)
    lesson = inventor.text(words, sentences=12, length=9)
    seen = sorted({tuple(s[i : i + n - 1]) for s in lesson for i in range(len(s) - n + 2)})
    unseen = [(*inventor.words(1), *words[: n - 2])] if n > 1 else []
    blame = UNIGRAM if n == 1 else ORDER
    asks = tuple(Ask(context, blame) for context in [*seen[:12], *unseen])
    return Behaviour(
        "orders", Text(f"n = {n}", f"n = {n}"), n, (lesson,), asks, times=50, as_tuple=n % 2 == 0
    )


def _context(inventor: Inventor) -> list[Behaviour]:
    """A model that looks further back than it may gives the right words in the wrong shares."""
    a, b, c, d, e, new = inventor.words(6)
    lesson: Lesson = ((a, b, c), (b, d))
    deeper: Lesson = ((e, a, b, c), (a, b, d))
    title = Text("比 n-1 更长的上下文", "Contexts longer than n-1")
    return [
        Behaviour(
            "context",
            title,
            2,
            (lesson,),
            tuple(Ask(x, SUFFIX) for x in ((a, b), (new, a), (c, d, a), (b, new))),
            times=200,
        ),
        Behaviour(
            "context",
            title,
            3,
            (deeper,),
            tuple(Ask(x, SUFFIX) for x in ((new, a, b), (e, a, b), (a, b, c))),
            times=200,
        ),
        Behaviour("context", title, 1, (lesson,), tuple(Ask(x, UNIGRAM) for x in ((), (a,), (new, b)))),
    ]


def _training(inventor: Inventor) -> list[Behaviour]:
    a, b, c, d, e = inventor.words(5)
    title = Text("两次 train", "Two train calls")
    first: Lesson = ((a, b), (c, d))
    second: Lesson = ((a, e), (b, e))
    return [
        Behaviour(
            "training",
            title,
            2,
            (first, second),
            (Ask((a,), ADD_UP), Ask((c,), ADD_UP), Ask((b,), ADD_UP)),
            200,
        ),
        Behaviour(
            "training", Text("新建的模型", "A new model"), 2, (), (Ask((a,), SHARED), Ask((c,), SHARED))
        ),
        Behaviour(
            "training",
            Text("新建的模型", "A new model"),
            2,
            (((d, e),),),
            (Ask((a,), SHARED), Ask((d,), LAST)),
        ),
    ]


def _frequencies(inventor: Inventor) -> list[Behaviour]:
    a, b, c, d, e = inventor.words(5)
    pairs = inventor.shuffled([(a, b)] * 1 + [(a, c)] * 3 + [(a, d)] * 6 + [(b, d)] * 2)
    triples = inventor.shuffled([(e, a, b)] * 2 + [(e, a, c)] * 2 + [(e, a, d)] * 6 + [(b, a, b)] * 9)
    many = [[(a, word)] * (1 + place % 3) for place, word in enumerate(inventor.words(VARIED))]
    varied = inventor.shuffled([pair for repeated in many for pair in repeated])
    asks = (Ask((a,), SHARES),)
    return [
        Behaviour("frequencies", Text("许多后续词", "Many next words"), 2, (varied,), asks, MANY),
        Behaviour(
            "frequencies", Text("三个后续词，n = 2", "Three next words, n = 2"), 2, (pairs,), asks, MANY
        ),
        Behaviour(
            "frequencies",
            Text("三个后续词，n = 3", "Three next words, n = 3"),
            3,
            (triples,),
            (Ask((e, a), SHARES),),
            MANY,
            as_tuple=False,
        ),
        Behaviour(
            "frequencies",
            Text("全部词，n = 1", "All the words, n = 1"),
            1,
            (pairs,),
            (Ask((), SHARES),),
            MANY,
        ),
    ]
