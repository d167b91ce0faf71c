"""Judges the answers to the behaviour tests and says in words what went wrong.

It works on what the container sent, which may be anything. Samples show their input and output;
messages of hidden tests name causes and counts, never words of the test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from runners.base import Case, Group, Text
from runners.errors import error_text
from runners.ngram_lm.cases import (
    CHARACTERS,
    GROUP_TITLES,
    MANY,
    SAMPLE_GROUPS,
    SHARES,
    SUFFIX,
    VARIED,
    Ask,
    Behaviour,
    following,
)
from runners.outcome import plain_text
from runners.statistics import chi_square, chi_square_head

FALSE_ALARM = 1e-9
SHOWN_WORDS, SHOWN_LETTERS = 8, 60
TOO_EVEN = Text(
    "抽样过于均匀：词是轮流给出的，而不是随机抽取的",
    "the shares are too even: words take turns, they are not drawn at random",
)
BROKEN = Text("回答无法读懂", "the answers could not be read")


def groups(
    asked: Sequence[Behaviour], answers: Sequence[Any], scoring: Mapping[str, float], shown: int
) -> tuple[Group, ...]:
    """The behaviour groups of as many cases as have answers. The first ``shown`` cases are samples.

    A group earns its points when all of its cases pass, and only once all of them were asked.
    """
    cases: dict[str, list[Case]] = {}
    for number, (case, answer) in enumerate(zip(asked, answers, strict=False)):
        cases.setdefault(case.group, []).append(judged(case, answer, sample=number < shown))
    wanted = Counter(case.group for case in asked)
    return tuple(
        Group(
            key=key,
            title=GROUP_TITLES[key],
            points=float(scoring[key]) if len(done) == wanted[key] and all(c.passed for c in done) else 0.0,
            max_points=float(scoring[key]),
            sample=key in SAMPLE_GROUPS,
            cases=tuple(done),
        )
        for key, done in ((key, cases[key]) for key in GROUP_TITLES if key in cases)
    )


def judged(case: Behaviour, answer: Any, *, sample: bool) -> Case:
    """One case: passed when every answer to every context is right."""
    message, got = _judgement(case, answer)
    if not sample:
        return Case(case.title, message is None, message=message and message[0])
    expected = [said(following(case.n, case.lessons, ask.context)) for ask in case.asks]
    contexts = [f"predict({ask.context!r})" for ask in case.asks]
    return Case(
        title=case.title,
        passed=message is None,
        given=f"model = NGramModel({case.n})\n"
        + "".join(f"model.train({lesson_text(x)})\n" for x in case.lessons),
        expected="\n".join(f"{c} -> {e}" for c, e in zip(contexts, expected, strict=True)),
        got="\n".join(f"{c} -> {g}" for c, g in zip(contexts, got, strict=False))
        or (message[0].en if message else ""),
        message=message and message[1],
        typed=typed_text(case),
    )


def typed_text(case: Behaviour) -> str:
    """The small model as a candidate would type it, see ``trial.HELP``: trained once, on all lessons."""
    sentences = [sentence for lesson in case.lessons for sentence in lesson]
    lines = [one if isinstance(one, str) else " ".join(one) for one in sentences]
    contexts = ["? " + " ".join(ask.context) for ask in case.asks]
    return "\n".join([f"n = {case.n}", *lines, *contexts])


def lesson_text(lesson: Sequence[Any]) -> str:
    """A lesson as a candidate would write it: sentences are lists or strings."""
    return repr([x if isinstance(x, str) else list(x) for x in lesson])


Messages = tuple[Text, Text]


def _judgement(case: Behaviour, answer: Any) -> tuple[Messages | None, list[str]]:
    """((message without, message with the test's words), what came); None when all is right."""
    if isinstance(answer, dict) and isinstance(answer.get("error"), dict):
        raised = error_text(answer["error"])
        return (raised, raised), []
    rows = answer.get("answers") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or len(rows) != len(case.asks):
        return (BROKEN, BROKEN), []
    got = [said(row) for row in rows]
    for ask, row in zip(case.asks, rows, strict=True):
        wrong = _wrong(case, ask, row)
        if wrong is not None:
            return (wrong, with_words(case, ask, row, wrong)), got
    return None, got


def _wrong(case: Behaviour, ask: Ask, row: Any) -> Text | None:
    """What is wrong with the answers to one context; None when nothing is."""
    if not isinstance(row, list) or len(row) != case.times:
        return BROKEN
    if not all(answer is None or isinstance(answer, str) for answer in row):
        return Text(
            "predict 返回了既不是 str 也不是 None 的对象",
            "predict returned an object that is neither a str nor None",
        )
    expected = following(case.n, case.lessons, ask.context)
    if not expected:
        return None if all(answer is None for answer in row) else _cause(ask, row, expected)
    if any(answer not in expected for answer in row):
        return _cause(ask, row, expected)
    return _out_of_proportion(row, expected, ask) if case.times >= MANY // 10 else None


def _cause(ask: Ask, row: list[str | None], expected: Counter[str]) -> Text:
    """The cause to name. Words that never followed the context do not come of forgetting, nor whole words
    of learning characters: then the usual cause is only a guess, and is said to be one."""
    words = [answer for answer in row if answer is not None and answer not in expected]
    if ask.blame is CHARACTERS:
        fits = all(len(word) == 1 for word in words)
    else:
        fits = not expected or not words
    if fits:
        return ask.blame
    return Text(
        f"predict 返回了从未跟在该上下文之后的词（常见原因：{ask.blame.zh}）",
        f"predict returned a word that never followed the context (a usual cause: {ask.blame.en})",
    )


def _out_of_proportion(row: list[str], expected: Counter[str], ask: Ask) -> Text | None:
    statistic, chance = chi_square(Counter(row), expected)
    if len(expected) >= VARIED and chi_square_head(statistic, len(expected) - 1) < FALSE_ALARM:
        return TOO_EVEN
    if chance >= FALSE_ALARM:
        return None
    further = ask.blame is SUFFIX
    return Text(
        f"{SHARES.zh}：{len(row)} 次抽样的频率与计数不符（偶然概率不到 {FALSE_ALARM:.0e}）"
        + (f"；或者{SUFFIX.zh}" if further else ""),
        f"{SHARES.en}: the shares in {len(row)} draws do not fit the counts "
        f"(by chance in less than {FALSE_ALARM:.0e} of runs)" + (f"; or {SUFFIX.en}" if further else ""),
    )


def with_words(case: Behaviour, ask: Ask, row: Any, wrong: Text) -> Text:
    """The message of a sample: the cause, and the input and output that show it."""
    expected = said(following(case.n, case.lessons, ask.context))
    learned = "; ".join(lesson_text(lesson) for lesson in case.lessons)
    call = f"predict({ask.context!r})"
    return Text(
        f"{wrong.zh}：学习 {learned} 之后，{call} 返回 {said(row)}，应为 {expected}",
        f"{wrong.en}: after training on {learned}, {call} gave {said(row)}; expected {expected}",
    )


def said(answers: Any) -> str:
    """Answers, or counts of words, in short: the different ones, sorted."""
    if not isinstance(answers, list | Counter):
        return "?"
    different = {_quoted(x) for x in answers}
    shown = sorted(different)[:SHOWN_WORDS] or ["None"]
    more = ["..."] if len(different) > SHOWN_WORDS else []
    return plain_text(" | ".join(shown + more).encode("utf-8", "replace"))


def _quoted(answer: Any) -> str:
    if answer is None:
        return "None"
    if not isinstance(answer, str):
        return "an object of another type"
    return repr(answer if len(answer) <= SHOWN_LETTERS else answer[:SHOWN_LETTERS] + "...")
