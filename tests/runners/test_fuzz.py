"""Whatever a candidate's process answers, a runner makes a report of it: no exception, no text that is
endless, moves a terminal or cannot be stored, and nothing accepted that was not right."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import cycle
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from runners.base import Report, Task, Text, VerdictCode
from runners.function import RUNNER
from runners.ngram_lm.plan import DISTRIBUTIONS, HIDDEN, REPLAY, SAMPLE, TRAIN, TRIAL, Plan, plan
from runners.ngram_lm.replies import answers_in, failure_of, rows_in
from runners.ngram_lm.scorer import unigram_marks
from runners.ngram_lm.verdict import report
from runners.tuning import training
from runners.tuning.training import Trained, read_training
from runners.tuning.weights import Spec, Unreadable, fault_of
from sandbox.bare import run_bare
from sandbox.job import Breach, Job, Outcome, Reply, Result
from tests.fuzzing import JSON, damaged, is_presentable, unhurried, varied
from tests.runners.function import problems as function_problems
from tests.runners.ngram_lm.problems import SMALL, small_problem, task_of

LONGEST = 2_000  # characters of one sentence
ERROR: dict[str, object] = {"type": "ValueError", "line": 3, "message": "no"}
SAID = st.one_of(
    varied(ERROR).map(lambda error: {"error": error}),
    st.fixed_dictionaries({"missing": st.one_of(st.sampled_from(["NGramModel", "distribution"]), JSON)}),
    st.fixed_dictionaries(
        {"invalid": st.sampled_from(["type", "item", "shape", "dtype", "large", "?"])},
        optional={"found": st.one_of(st.sampled_from(["dict", "numpy.int64"]), JSON), "length": JSON},
    ),
    JSON,
).map(lambda said: json.dumps(said).encode())
ANSWERS = st.one_of(
    st.lists(st.one_of(JSON, st.fixed_dictionaries({"answers": JSON})), max_size=30),
    st.lists(st.just({"answers": [["world"] * 200] * 2}), min_size=4, max_size=40),
    JSON,
).map(lambda said: json.dumps(said).encode())
CONTENTS = st.one_of(
    damaged(st.builds(bytes.__add__, st.sampled_from([b"\0", b"\1", b"\2", b""]), st.one_of(SAID, ANSWERS))),
    st.binary(max_size=40),
)


def texts_of(found: Report) -> list[str]:
    """Everything that the report says, in both languages."""
    cases = [case for group in found.groups for case in group.cases]
    both = [found.summary, *(audit.evidence for audit in found.audits)]
    both += [case.message for case in cases if case.message]
    shown = [text for case in cases for text in (case.given, case.expected, case.got)]
    return [*(text for one in both for text in (one.zh, one.en)), *shown]


@unhurried
@given(CONTENTS, st.booleans())
def test_any_reply_is_read_or_garbled(content: bytes, shown: bool) -> None:
    reply = Reply("any", content, 0.0, 0.0)
    failure = failure_of(reply, shown)
    assert (failure is None) == (content[:1] == b"\0")
    assert failure is None or all(
        is_presentable(said, LONGEST) for said in (failure.text.zh, failure.text.en)
    )
    assert isinstance(answers_in(reply), list)
    rows = rows_in(reply, 3, 2)
    assert (rows is None) == (len(content) != 1 + 3 * 2 * 4)


BREACHES = st.builds(
    Breach,
    st.sampled_from(["cpu_seconds", "reply_bytes", "files", "?"]),
    st.floats(0, 1e12),
    st.floats(0, 2e19),
    st.sampled_from(["", SAMPLE, DISTRIBUTIONS, training.READY, training.TRAIN]),
)
RESULTS = st.builds(
    Result,
    st.one_of(st.just(Outcome.OK), st.sampled_from(list(Outcome))),
    exit_code=st.one_of(st.none(), st.integers(0, 255)),
    signal=st.one_of(st.none(), st.integers(1, 255)),
    breach=st.one_of(st.none(), BREACHES),
    reason=st.sampled_from(["", "reply too large", "not a regular file"]),
    stdout=st.binary(max_size=30),
    stderr=st.binary(max_size=30),
    during=st.sampled_from(["", SAMPLE, HIDDEN, training.READY, training.TRAIN]),
)


def numbers(rows: int) -> st.SearchStrategy[bytes]:
    """Distributions of the small problem: three numbers of each are any, and all positions have the same."""
    value = st.sampled_from([0.0, -0.0, 1.0, 0.5, -1.0, 1e-45, 3e38, float("inf"), float("nan")])
    rest = [0.0] * (SMALL["vocabulary"] - 3)
    return st.tuples(value, value, value).map(
        lambda first: b"\0" + np.array([*first, *rest], "<f4").tobytes() * rows
    )


USUAL = {
    SAMPLE: CONTENTS,
    TRAIN: st.just(b"\0"),
    TRIAL: numbers(1),
    HIDDEN: CONTENTS,
    DISTRIBUTIONS: numbers(SMALL["positions"]),
    REPLAY: numbers(SMALL["replays"]),
}
REPLIES = st.builds(
    lambda count, contents: tuple(
        Reply(name, content, 0.0, 0.0) for name, content in list(zip(USUAL, contents, strict=True))[:count]
    ),
    st.sampled_from([0, 1, 2, 3, 4, 5, 6, 6, 6, 6]),
    st.tuples(*(st.one_of(usual, usual, usual, CONTENTS) for usual in USUAL.values())),
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Task, Plan]:
    task = task_of(small_problem(tmp_path_factory.mktemp("data")), "class NGramModel: ...", b"")
    planned = plan(task)
    return replace(task, reference=unigram_marks(planned.drawn).packed()), planned


@unhurried
@given(RESULTS, REPLIES)
def test_any_result_of_the_ngram_job_gives_a_report(
    asked: tuple[Task, Plan], ended: Result, replies: tuple[Reply, ...]
) -> None:
    task, planned = asked
    found = report(task, planned, replace(ended, replies=replies))
    assert found.verdict is not VerdictCode.ACCEPTED
    assert [text for text in texts_of(found) if not is_presentable(text, LONGEST)] == []
    assert 0 <= found.score <= 100


SPEC = Spec({"a": ("F32", (2, 3)), "b": ("F32", (4,))})
GOOD = save({"a": np.ones((2, 3), np.float32), "b": np.ones(4, np.float32)})
BYTES = {"F32": 4, "F16": 2, "BOOL": 1, "?": 1}
SHAPES = st.one_of(
    st.lists(st.integers(0, 6), max_size=3),
    st.lists(st.sampled_from([0, 1, 2**31, 2**62, 2**64, -1]), max_size=5),
    st.integers(1, 20_000).map(lambda sides: [1] * sides),
)
FORMS = st.tuples(st.sampled_from(sorted(BYTES)), SHAPES)
FILES = st.fixed_dictionaries(
    {"a": st.one_of(st.just(("F32", [2, 3])), FORMS), "b": st.one_of(st.just(("F32", [4])), FORMS)},
    optional={"c": FORMS},
)


def written(tensors: dict[str, tuple[str, list[int]]]) -> bytes:
    """A weights file with these tensors, and the data that belong to them unless they are too many."""
    entries, end = {}, 0
    for name, (dtype, shape) in tensors.items():
        begin, end = end, end + BYTES[dtype] * math.prod(shape)
        entries[name] = {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}
    header = json.dumps(entries).encode()
    return struct.pack("<Q", len(header)) + header + bytes(end if 0 <= end < 10_000 else 0)


WEIGHTS = st.one_of(
    damaged(st.just(GOOD)),
    FILES.map(written),
    damaged(FILES.map(written)),
    st.builds(lambda size, rest: struct.pack("<Q", size) + rest, st.integers(0, 2**64 - 1), st.binary()),
)


@unhurried
@given(WEIGHTS)
def test_any_weights_are_right_faulty_or_unreadable(content: bytes) -> None:
    with suppress(Unreadable):
        fault = fault_of(content, SPEC)
        assert fault is None or all(is_presentable(said, LONGEST) for said in (fault.zh, fault.en))
        assert fault is not None or len(content) >= len(struct.pack("<Q", 0)) + 40


TRAINED = st.one_of(SAID, varied({"error": ERROR}).map(lambda said: json.dumps(said).encode()), st.binary())


@unhurried
@given(RESULTS, st.lists(damaged(TRAINED), max_size=2), st.one_of(st.none(), WEIGHTS))
def test_any_result_of_a_training_gives_weights_or_a_report(
    ended: Result, answers: list[bytes], weights: bytes | None
) -> None:
    names = (training.READY, training.TRAIN)
    replies = tuple(Reply(name, one, 0.0, 0.0) for name, one in zip(names, answers, strict=False))
    artifacts = {} if weights is None else {training.WEIGHTS: weights}
    result = replace(ended, replies=replies, artifacts=artifacts)
    found = read_training(SPEC, {"model.safetensors": b"base"}, result)
    if isinstance(found, Trained):
        assert (result.outcome, found.weights) == (Outcome.OK, weights)
    else:
        assert found.verdict is not VerdictCode.ACCEPTED
        assert [text for text in texts_of(found) if not is_presentable(text, LONGEST)] == []
        assert is_presentable(found.output, LONGEST)


PARTS = st.one_of(JSON, st.text(st.characters(categories=["Cs", "Cc", "Lo"]), max_size=4))
WIRED = st.recursive(
    st.one_of(
        PARTS,
        varied({"$array": "numpy", "dtype": "float32", "shape": [2], "data": "AACAPwAAAEA="}),
        st.builds(
            lambda mark, part: {mark: part},
            st.sampled_from(["$float", "$bytes", "$tuple", "$set", "$dict", "$other", "$?"]),
            st.one_of(PARTS, st.lists(PARTS, max_size=3), st.lists(st.tuples(PARTS, PARTS), max_size=2)),
        ),
    ),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=8,
)
ANSWERED = st.one_of(
    st.fixed_dictionaries({"values": st.one_of(st.lists(WIRED, min_size=1, max_size=2), WIRED)}),
    st.fixed_dictionaries({"error": st.one_of(varied(ERROR), JSON)}),
    JSON,
).map(lambda said: json.dumps(said).encode())


@dataclass(frozen=True)
class Function:
    """A function problem's task, the tests that were made for it, and its author's side in this process."""

    task: Task
    made: Result
    author: ModuleType

    def checked(self, job: Job) -> Result:
        """What the author says of the answers."""
        said = [(one.name, self.author.answer(json.loads(one.message))) for one in job.exchanges]
        return Result(Outcome.OK, replies=tuple(Reply(name, content, 0.0, 0.0) for name, content in said))


@pytest.fixture(scope="module")
def function(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    (package,) = [one for one in function_problems.packages("base") if one.slug == "top-k-top-p-sampling"]
    problem = function_problems.problem_of(package, tmp_path_factory.mktemp("data"))
    task = function_problems.task_of(problem, "def distribution(): ...")
    made = run_bare(next(RUNNER.judge(task)))
    with function_problems.author_of(problem, tmp_path_factory.mktemp("inside")) as author:
        yield Function(task, made, author)


@unhurried
@given(RESULTS, st.lists(damaged(ANSWERED), min_size=1, max_size=8), st.booleans())
def test_any_answers_of_a_function_problem_give_a_report(
    function: Function, ended: Result, answers: list[bytes], whole: bool
) -> None:
    judging = RUNNER.judge(function.task)
    next(judging)
    job = judging.send(function.made)
    asked = job.exchanges if whole else job.exchanges[: len(answers)]
    replies = tuple(Reply(one.name, next_answer, 0.0, 0.0) for one, next_answer in zip(asked, cycle(answers)))
    checking = judging.send(replace(ended, replies=replies))
    with pytest.raises(StopIteration) as end:
        judging.send(function.checked(checking))
    found: Report = end.value.value
    assert found.verdict not in {VerdictCode.ACCEPTED, VerdictCode.JUDGE_ERROR}
    assert [text for text in texts_of(found) if not is_presentable(text, LONGEST)] == []
    assert is_presentable(json.dumps(asdict(found), default=repr, ensure_ascii=False), 10**7)


def test_presentable_is_what_can_be_stored_and_shown() -> None:
    assert [is_presentable(text, 9) for text in ("一行\n", "0123456789", "\x1b[2J")] == [True, False, False]
    with pytest.raises(UnicodeEncodeError):
        is_presentable("\ud800", 9)
    assert Text("", "") == Text("", "")
