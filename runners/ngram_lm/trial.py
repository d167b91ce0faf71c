"""A Run: the sample tests, what the candidate typed, and the quality on public text that the model did not
train on. Everything is public and nothing is renamed; there is no reference to compare with.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from runners.base import Group, Metric, Report, Task, Text, VerdictCode
from runners.limits import shortened
from runners.ngram_lm import behaviour
from runners.ngram_lm.audits import audit_sums, audit_values
from runners.ngram_lm.cases import ORDER, SAMPLES, Ask, Behaviour, Lesson
from runners.ngram_lm.data import START, Ids, Public, load_public
from runners.ngram_lm.params import ACCURACY, PERPLEXITY, Params, params_of
from runners.ngram_lm.plan import SAMPLE, STAGES, TRAIN, TRIAL, job_of, lesson, questions
from runners.ngram_lm.plan import behaviour as asked_behaviour
from runners.ngram_lm.replies import GARBLED, Rows, answers_in, failure_of, rows_in
from runners.ngram_lm.scorer import TITLES, Marks, marks_of
from runners.ngram_lm.verdict import failed, first_failure, stopped_early, wrong_behaviour
from runners.outcome import ending, visible_output
from runners.shown import shown_metric, shown_usage
from runners.statistics import bootstrap_means, interval
from sandbox.job import Job, Outcome, Reply, Result

HELD = 200  # sentences of the public text that are kept out of training, one position of each is asked
MOST_HELD = 0.1  # but no more than this part of it
MOST_CPU_SECONDS, MOST_WALL_SECONDS = 30.0, 45.0  # others wait for their Runs
TYPED = "typed"
TYPED_TIMES = 200  # draws for each context that was typed
MOST_CONTEXTS = 20
MOST_ORDER = 6
RUN_STAGES = {TYPED: Text("你的输入", "your input")} | {name: STAGES[name] for name in (SAMPLE, TRAIN, TRIAL)}
HELP = Text(
    "每行一句训练文本；以 ? 开头的行是要询问的上下文；“n = 3”一行设定阶数（默认 2）。",
    "One training sentence a line; a line that begins with ? is a context to ask; “n = 3” on a line"
    " of its own sets the order (2 unless you say so).",
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What is asked. ``columns`` of the answers are the vocabulary's; ``targets``: (positions,)."""

    job: Job
    typed: tuple[Behaviour, ...]
    targets: Ids
    words: int


def plan(task: Task, typed: str) -> Trial:
    """Plan the job of a Run."""
    params, public = params_of(task.problem), load_public(task.problem)
    taught, contexts, targets = held_out(public, params)
    cases = typed_cases(typed)
    names, columns = [*public.vocabulary, START], np.arange(len(public.vocabulary))
    asked = (
        asked_behaviour(SAMPLE, SAMPLES, params),
        *([asked_behaviour(TYPED, cases, params)] if cases else []),
        lesson(taught, names, columns, np.random.default_rng(0), params.order),
        questions(TRIAL, public, names, contexts),
    )
    shown = tuple(replace(one, hidden=False) for one in asked)
    job = job_of(task.problem, task.source, shown, task.label)
    job = replace(job, limits=shortened(job.limits, MOST_CPU_SECONDS, MOST_WALL_SECONDS))
    return Trial(job, cases, targets, len(public.vocabulary))


def held_out(public: Public, params: Params) -> tuple[Public, Ids, Ids]:
    """The text to train on, and of the rest a position each: contexts (positions, order - 1), targets."""
    count = max(1, min(HELD, int(len(public.sentences) * MOST_HELD)))
    rest = public.sentences[-count:]
    places = [max(params.order - 1, len(sentence) // 2) for sentence in rest]
    pairs = list(zip(rest, places, strict=True))
    contexts = np.array([sentence[place - params.order + 1 : place] for sentence, place in pairs])
    targets = np.array([sentence[place] for sentence, place in pairs])
    return Public(public.vocabulary, public.sentences[:-count]), contexts, targets


def typed_cases(typed: str) -> tuple[Behaviour, ...]:
    """What was typed, as a small model to train and to ask; () when nothing was."""
    n, sentences, contexts = 2, [], []
    for line in typed.splitlines():
        name, equals, value = line.partition("=")
        if line.lstrip().startswith(("?", "\N{FULLWIDTH QUESTION MARK}")):
            contexts.append(tuple(line.lstrip()[1:].split()))
        elif equals and name.strip() == "n" and value.strip().isdecimal():
            n = min(max(int(value), 1), MOST_ORDER)
        elif line.strip():
            sentences.append(line.strip())
    if not sentences and not contexts:
        return ()
    text: Lesson = tuple(sentences)
    asks = tuple(Ask(context, ORDER) for context in (contexts or _first_contexts(sentences, n)))
    title = Text(f"你的文本，n = {n}", f"Your text, n = {n}")
    return (Behaviour(TYPED, title, n, (text,), asks[:MOST_CONTEXTS], TYPED_TIMES),)


def _first_contexts(sentences: list[str], n: int) -> list[tuple[str, ...]]:
    """The first context of each sentence: what to ask when nothing was."""
    return list(dict.fromkeys(tuple(sentence.split()[: n - 1]) for sentence in sentences))


def report(task: Task, trial: Trial, result: Result) -> Report:
    """What came of it. It has no score: that is measured on hidden text alone."""
    replies = {reply.name: reply for reply in result.replies}
    groups = _groups(trial, replies)
    draft = Report(
        verdict=VerdictCode.WRONG_ANSWER,
        score=0.0,
        summary=Text("", ""),
        groups=groups,
        usage=shown_usage(result),
        output=visible_output(result),
        seeds={"python": 0},
    )
    failure, ended = first_failure(result), ending(result, RUN_STAGES, RUN_STAGES)
    if ended is not None and (failure is None or result.outcome is not Outcome.RUNTIME_ERROR):
        return replace(draft, verdict=ended.verdict, summary=ended.summary)
    if failure is not None:
        return failed(draft, *failure)
    lacking = [one.name for one in trial.job.exchanges if one.name not in replies]
    if lacking:
        return stopped_early(draft, lacking[0])
    rows = rows_in(replies[TRIAL], len(trial.targets), trial.words)
    return failed(draft, TRIAL, GARBLED) if rows is None else _measured(draft, trial, rows)


def _groups(trial: Trial, replies: dict[str, Reply]) -> tuple[Group, ...]:
    """The samples and what was typed, as far as they were answered. They earn nothing here."""
    found: list[Group] = []
    for name, cases in ((SAMPLE, SAMPLES), (TYPED, trial.typed)):
        if name not in replies or failure_of(replies[name], shown=True) is not None:
            break
        came = answers_in(replies[name])
        answers = came if len(came) == len(cases) else [None] * len(cases)
        judged = [behaviour.judged(*pair, sample=True) for pair in zip(cases, answers, strict=True)]
        title = Text("样例", "Samples") if name == SAMPLE else Text("你的输入", "Your input")
        found.append(Group(name, title, 0.0, 0.0, sample=True, cases=tuple(judged)))
    return tuple(found)


def _measured(draft: Report, trial: Trial, rows: Rows) -> Report:
    """The report when everything was answered: are they distributions, and how good?"""
    audits = (audit_values(rows), audit_sums(rows))
    draft = replace(draft, audits=audits)
    wrong = [finding.evidence for finding in audits if not finding.passed]
    if wrong:
        return replace(draft, summary=Text(f"{wrong[0].zh}。", f"{wrong[0].en}."))
    metrics = _metrics(marks_of(rows, np.arange(len(rows)), trial.targets))
    said = wrong_behaviour(draft.groups)
    right = all(case.passed for group in draft.groups for case in group.cases)
    summary = Text(
        f"{said.zh}" if not right else "样例全部通过。", f"{said.en}" if not right else "Every sample passed."
    )
    verdict = VerdictCode.ACCEPTED if right else VerdictCode.WRONG_ANSWER
    return replace(draft, verdict=verdict, metrics=metrics, summary=summary)


def _metrics(marks: Marks) -> tuple[Metric, ...]:
    """Perplexity and accuracy on the public text that was kept out."""
    note = Text("在留出的公开文本上", "on public text that was kept out of training")
    low, high = interval(bootstrap_means(marks.hits[:, None])[:, 0])
    accuracy = Metric(ACCURACY, TITLES[ACCURACY], float(marks.hits.mean()), low, high, "higher", note=note)
    if np.isinf(marks.losses).any():
        endless = Text("某处正确的词概率为 0，困惑度无穷大", "a right word got probability 0: it is infinite")
        perplexity = Metric(PERPLEXITY, TITLES[PERPLEXITY], None, None, None, "lower", note=endless)
    else:
        low, high = interval(bootstrap_means(marks.losses[:, None])[:, 0], math.exp)
        value = math.exp(float(marks.losses.mean()))
        perplexity = Metric(PERPLEXITY, TITLES[PERPLEXITY], value, low, high, "lower", note=note)
    return shown_metric(perplexity), shown_metric(accuracy)
