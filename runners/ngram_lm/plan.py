"""Plans the one job of a submission: what the container is asked, in which order and words.

Words are renamed by a secret bijection of the source file, so a table brought along fits nothing,
what a hidden phase shows means nothing, and the same file still meets the same names and gets the
same score. Which of the hidden positions are asked belongs to the file too; the reference run is asked all
of them. The order is this submission's. Nothing is scored here.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from runners.base import Problem, Task, Text
from runners.ngram_lm.cases import SAMPLES, Behaviour, hidden_cases
from runners.ngram_lm.data import END, START, UNKNOWN, Drawn, Ids, Public, load
from runners.ngram_lm.params import Params, params_of
from runners.ngram_lm.replies import ANSWERS_BYTES
from sandbox.job import Exchange, File, Job

HARNESS = Path(__file__).with_name("harness.py")
# -P and -s, not -I: the process must see PYTHONHASHSEED, and must not import from its folders.
ARGV = ("python3", "-P", "-s", "-B", "/box/harness.py")
SHORT_REPLY_BYTES = 64 * 1024
FLOAT_BYTES = 4
SPECIALS = 2  # <unk> and </s> stand first in the vocabulary and keep their names

# Training comes before everything hidden: what is printed later is not shown, so its errors would not be.
# The trial question at a public position is there for the same reason: it shows what distribution does wrong.
SAMPLE, TRAIN, TRIAL = "sample", "train", "trial"
HIDDEN, DISTRIBUTIONS, REPLAY = "hidden", "distributions", "replay"
STAGES = {
    SAMPLE: Text("公开行为测试", "the sample behaviour tests"),
    TRAIN: Text("在公开语料上训练", "training on the public text"),
    TRIAL: Text("试问一个公开位置", "the trial question at a public position"),
    HIDDEN: Text("隐藏行为测试", "the hidden behaviour tests"),
    DISTRIBUTIONS: Text("计算概率分布", "the distributions"),
    REPLAY: Text("重复提问", "the repeated questions"),
}
SHOWN = frozenset({SAMPLE, TRAIN, TRIAL})


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked. ``positions``: those of the pool that this file is asked, in rising order; ``order``:
    row of the answer -> place in ``positions``; ``replayed``: places asked again; ``columns``: word id ->
    column of the answer."""

    job: Job
    params: Params
    drawn: Drawn
    cases: tuple[Behaviour, ...]
    positions: Ids
    order: Ids
    replayed: Ids
    columns: Ids


def plan(task: Task) -> Plan:
    """Plan the job of ``task``; the same task always gets the same plan."""
    params, drawn = params_of(task.problem), load(task.problem)
    shuffle = np.random.default_rng(_seed(task.seed, b"order"))
    positions = _positions_of(task, drawn, params)
    order = shuffle.permutation(len(positions))
    replayed = shuffle.permutation(len(positions))[: params.replays]
    rename = np.random.default_rng(_seed(drawn.key, task.source))
    names, columns = renaming(len(drawn.vocabulary), rename)
    cases = hidden_cases(hmac.digest(drawn.key, task.source, "sha256"))
    exchanges = (
        behaviour(SAMPLE, SAMPLES, params),
        lesson(drawn, names, columns, rename, params.order),
        questions(TRIAL, drawn, names, drawn.sentences[0][None, : params.order - 1]),
        behaviour(HIDDEN, cases, params),
        questions(DISTRIBUTIONS, drawn, names, drawn.contexts[positions[order]]),
        questions(REPLAY, drawn, names, drawn.contexts[positions[replayed]]),
    )
    job = job_of(task.problem, task.source, exchanges, task.label)
    return Plan(job, params, drawn, (*SAMPLES, *cases), positions, order, replayed, columns)


def _positions_of(task: Task, drawn: Drawn, params: Params) -> Ids:
    pool = len(drawn.targets)
    if task.reference is None:
        return np.arange(pool)
    rng = np.random.default_rng(_seed(drawn.key, b"positions " + task.source))
    return np.sort(rng.permutation(pool)[: params.positions])


def _seed(key: bytes, message: bytes) -> int:
    return int.from_bytes(hmac.digest(key, message, hashlib.sha256))


def renaming(size: int, rng: np.random.Generator) -> tuple[list[str], Ids]:
    """A random bijection of the words: (name of each id, with ``<s>`` last; column of each id)."""
    columns = np.concatenate([np.arange(SPECIALS), SPECIALS + rng.permutation(size - SPECIALS)])
    names = [UNKNOWN, END, *(f"w{column - SPECIALS}" for column in columns[SPECIALS:]), START]
    return names, columns


def job_of(problem: Problem, source: bytes, exchanges: tuple[Exchange, ...], label: str) -> Job:
    """The harness and the source file in the image for n-gram models, and what it is asked."""
    return Job(
        image="base",
        argv=ARGV,
        limits=problem.limits,
        files=(File("harness.py", HARNESS.read_bytes()), File("solution.py", source)),
        exchanges=exchanges,
        label=label,
    )


def _message(**question: Any) -> bytes:
    return json.dumps(question, ensure_ascii=False, separators=(",", ":")).encode()


def behaviour(name: str, cases: Iterable[Behaviour], params: Params) -> Exchange:
    """Train small models and ask them."""
    asked = [
        {
            "n": case.n,
            "lessons": case.lessons,
            "contexts": [ask.context for ask in case.asks],
            "times": case.times,
            "as_tuple": case.as_tuple,
        }
        for case in cases
    ]
    return Exchange(
        name,
        _message(do="behave", cases=asked),
        1 + ANSWERS_BYTES,
        hidden=name not in SHOWN,
        cpu_seconds=params.behaviour_cpu_seconds,
    )


def lesson(public: Public, names: list[str], columns: Ids, rng: np.random.Generator, order: int) -> Exchange:
    """Train on the public text in new names and a new order of passages, with the vocabulary by column."""
    shuffled = rng.permutation(len(public.sentences))
    text = "\n".join(" ".join([names[word] for word in public.sentences[i].tolist()]) for i in shuffled)
    vocabulary = [names[word] for word in np.argsort(columns)]
    message = _message(do="train", n=order, vocabulary=vocabulary, text=text)
    return Exchange(TRAIN, message, SHORT_REPLY_BYTES, hidden=TRAIN not in SHOWN)


def questions(name: str, public: Public, names: list[str], asked: Ids) -> Exchange:
    """Ask for the distributions at these contexts, (positions, order - 1) in ids."""
    contexts = [[names[word] for word in context] for context in asked]
    reply = max(1 + len(asked) * len(public.vocabulary) * FLOAT_BYTES, SHORT_REPLY_BYTES)
    return Exchange(name, _message(do="distributions", contexts=contexts), reply, hidden=name not in SHOWN)
