"""The judge's own program in the real sandbox, on random models: what it measures is what a hand computes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from runners.tuning.audits import RANK_TOLERANCE
from runners.tuning.model_sources import Files
from runners.tuning.scoring_job import answers_of, scoring_job
from sandbox.docker_engine import DockerSandbox
from sandbox.job import Result
from tests.runners.tuning.problems import DIALOGUE, shipped, task_of
from tests.runners.tuning.random_models import (
    END,
    FOLDERS,
    LOW_RANK,
    UNTOUCHED,
    Weights,
    as_bytes,
    broken,
    constant,
    made,
    making,
    normal,
    tuned,
    weights_of,
    without_strongest,
)

pytestmark = [pytest.mark.docker, pytest.mark.slow]

Question = dict[str, Any]
Answers = dict[str, dict[str, Any]]
Ask = Callable[[str, Files, Weights, dict[str, Question]], Answers]

# One token a letter: the tokenizer has seen Chinese alone.
PAIRS = [(f"{'why ' * (i % 7)}{i}?", f"{'so ' * (i % 5)}{i}") for i in range(40)]
PROMPTS = [prompt for prompt, _ in PAIRS]
COUNTS = np.array([len(reply) + 1 for _, reply in PAIRS])  # of the reply's tokens and the end token
TEXTS = [f"text {'very ' * (i % 5)}{i}" for i in range(20)]
STRONGEST = 2
MOST = {"max_tokens": 48}
NEW = {"max_new_tokens": 10}
WEIGHTS: Question = {"do": "weights", "tolerance": RANK_TOLERANCE}
RESTORED: Question = {"do": "restored", "examples": PAIRS, "strongest": STRONGEST, **MOST}


def likelihood(pairs: list[tuple[str, str]], **more: Any) -> Question:
    return {"do": "likelihood", "pairs": pairs, **MOST, **more}


def reply(prompts: list[str]) -> Question:
    return {"do": "reply", "prompts": prompts, **NEW}


def close(values: Any) -> Any:
    return pytest.approx(values, rel=1e-5, abs=1e-5)


@pytest.fixture(scope="module")
def ask(sandbox: DockerSandbox) -> Ask:
    """Put questions to weights, by the job that the judge itself plans."""

    def ask(kind: str, base: Files, weights: Weights, asked: dict[str, Question]) -> Answers:
        task = task_of(shipped(DIALOGUE).problem(Path()), b"")
        job = scoring_job(task, kind, base, as_bytes(weights), asked)
        return answers_of(sandbox.run(job, lambda event: None, lambda: False))

    return ask


@pytest.fixture(scope="module")
def bases(sandbox: DockerSandbox) -> dict[str, Files]:
    """The random bases, with a tied head and with one of its own."""
    result: Result = sandbox.run(making(), lambda event: None, lambda: False)
    return {folder: made(result, folder) for folder in FOLDERS}


@pytest.fixture(scope="module")
def base(bases: dict[str, Files]) -> Files:
    return bases["tied"]


@pytest.fixture(scope="module")
def found(ask: Ask, base: Files) -> Answers:
    """What is said of the tuned weights."""
    cut = [("x" * 100 + "abc", "yes"), ("x" * 8 + "abc", "yes")]  # with the border and "yes" 16 tokens
    asked = {
        "weights": WEIGHTS,
        "hidden": likelihood(PAIRS),
        "alone": likelihood(PAIRS, alone=True),
        "base": likelihood(PAIRS, base=True),
        "restored": RESTORED,
        "again": likelihood(PAIRS),
        "cut": likelihood(cut, max_tokens=16),
        "replies": reply(PROMPTS),
        **{f"reply {i}": reply([PROMPTS[i]]) for i in range(6)},
    }
    return ask("dialogue", base, tuned(base), asked)


def test_weights_are_measured_as_by_hand(base: Files, found: Answers) -> None:
    old, new, tensors = weights_of(base), tuned(base), found["weights"]["tensors"]
    assert (found["weights"]["finite"], sorted(tensors)) == (True, sorted(old))
    for name, one in tensors.items():
        was, now = old[name].astype(np.float64), new[name].astype(np.float64)
        moved = np.linalg.norm(now - was) / np.linalg.norm(was)
        cosine = (was * now).sum() / (np.linalg.norm(was) * np.linalg.norm(now))
        assert (one["moved"], one["cosine"]) == pytest.approx((moved, cosine), rel=1e-9), name


def test_an_untouched_a_low_rank_and_a_random_change_have_their_ranks(found: Answers) -> None:
    tensors = found["weights"]["tensors"]
    assert (tensors[UNTOUCHED]["moved"], tensors[UNTOUCHED]["rank"]) == (0.0, None)
    assert tensors[LOW_RANK]["rank"] == 2 / 16
    others = {name: one["rank"] for name, one in tensors.items() if name not in {UNTOUCHED, LOW_RANK}}
    matrices = {name for name in others if ".h." in name and name.endswith(("c_attn.weight", "_proj.weight"))}
    matrices |= {name for name in others if name.endswith("c_fc.weight")}
    assert others == {name: 1.0 if name in matrices else None for name in others}


def test_every_tensor_belongs_to_a_part(found: Answers) -> None:
    parts: dict[str, list[str]] = {}
    for name, one in found["weights"]["tensors"].items():
        parts.setdefault(one["part"], []).append(name.removeprefix("transformer."))
    assert sorted(parts) == ["block 0", "block 1", "embeddings", "rest"]
    assert (sorted(parts["embeddings"]), sorted(parts["rest"])) == (
        ["wpe.weight", "wte.weight"],
        ["ln_f.bias", "ln_f.weight"],
    )


def test_restored_goes_back_to_the_base_and_comes_again(found: Answers) -> None:
    losses = found["restored"]["losses"]
    assert losses["as it is"] == close((np.array(found["hidden"]["nll"]) / COUNTS).tolist())
    assert losses["body"] == close((np.array(found["base"]["nll"]) / COUNTS).tolist())
    assert found["again"] == found["hidden"]


@pytest.mark.parametrize(
    ("name", "keep"),
    [("matrices", np.zeros_like), ("weak", lambda change: without_strongest(change, STRONGEST))],
)
def test_restored_matrices_are_those_made_by_hand(
    ask: Ask, base: Files, found: Answers, name: str, keep: Callable[[Any], Any]
) -> None:
    old, new = weights_of(base), tuned(base)
    by_hand = {
        key: (old[key] + keep((new[key] - old[key]).astype(np.float64))).astype(np.float32)
        for key in old
        if ".h." in key and old[key].ndim == 2
    }
    answer = ask("dialogue", base, new | by_hand, {"hidden": likelihood(PAIRS)})
    expected = (np.array(answer["hidden"]["nll"]) / COUNTS).tolist()
    assert found["restored"]["losses"][name] == pytest.approx(expected, rel=1e-4)


def test_likelihood_alone_and_in_batches_agree(found: Answers) -> None:
    assert found["alone"]["nll"] == pytest.approx(found["hidden"]["nll"], abs=1e-3)
    assert len({round(loss, 3) for loss in found["hidden"]["nll"]}) == len(PAIRS)


def test_a_long_prompt_loses_its_beginning(found: Answers) -> None:
    long, short = found["cut"]["nll"]
    assert long == close(short)


def test_replies_alone_and_in_batches_are_the_same(found: Answers) -> None:
    alone = [found[f"reply {i}"]["replies"][0] for i in range(6)]
    assert found["replies"]["replies"][:6] == alone
    assert len(set(found["replies"]["replies"])) > 10  # so they do depend on the prompts


def test_likelihood_counts_the_reply_and_its_end(ask: Ask, base: Files) -> None:
    """By hand: of 264 tokens, all but three have the logit 0."""
    logits = {"a": 10.0, "b": 9.5, END: 9.0}
    pairs = [("hi", "ab"), ("a longer prompt", "b"), ("b", "abz"), ("a", "")]
    nll = ask("dialogue", base, constant(base, logits), {"hidden": likelihood(pairs)})["hidden"]["nll"]
    total = np.log(np.exp(list(logits.values())).sum() + 261)
    expected = [
        total * (len(text) + 1) - sum(logits.get(one, 0.0) for one in [*text, END]) for _, text in pairs
    ]
    assert nll == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (10.5, ""),
        (9.0, "ab"),  # penalised, what was said falls from 10 to 8.3
        (8.0, "ab" + "a" * 8),  # 8.3 is more than the end's 8
    ],
)
def test_greedy_generation_stops_at_the_end_token(ask: Ask, base: Files, end: float, said: str) -> None:
    weights = constant(base, {"a": 10.0, "b": 9.5, END: end})
    assert ask("dialogue", base, weights, {"replies": reply(PROMPTS)})["replies"]["replies"] == [said] * 40


def test_nan_in_dialogue_weights_is_told_and_breaks_nothing(ask: Ask, base: Files) -> None:
    asked = {"weights": WEIGHTS, "hidden": likelihood(PAIRS), "restored": RESTORED, "replies": reply(PROMPTS)}
    answers = ask("dialogue", base, broken(tuned(base)), asked)
    matrix = answers["weights"]["tensors"]["transformer.h.0.mlp.c_fc.weight"]
    assert (answers["weights"]["finite"], matrix) == (
        False,
        {"part": "block 0", "moved": None, "cosine": None, "rank": None},
    )
    assert answers["hidden"]["nll"] == [None] * len(PAIRS)
    assert {name: None in losses for name, losses in answers["restored"]["losses"].items()} == {
        "as it is": True,
        "block 0": False,
        "block 1": True,
        "body": False,
        "embeddings": True,
        "matrices": False,
        "rest": True,
        "weak": True,
    }
    assert len(answers["replies"]["replies"]) == len(PROMPTS)


def test_a_head_of_its_own_is_measured_and_put_back(ask: Ask, bases: dict[str, Files]) -> None:
    base = bases["untied"]
    asked = {"weights": WEIGHTS, "base": likelihood(PAIRS, base=True), "restored": RESTORED}
    answers = ask("dialogue", base, tuned(base), asked)
    assert sorted(answers["weights"]["tensors"]) == sorted(weights_of(base))
    assert answers["weights"]["tensors"]["lm_head.weight"]["part"] == "rest"
    expected = (np.array(answers["base"]["nll"]) / COUNTS).tolist()
    assert answers["restored"]["losses"]["body"] == close(expected)


def classifier(base: Files) -> Weights:
    return tuned(base) | {"score.weight": normal(np.random.default_rng(2), (2, 16), 1.0)}


def about_texts() -> dict[str, Question]:
    examples = [[text, i % 2] for i, text in enumerate(TEXTS)]
    return {
        "weights": WEIGHTS,
        "together": {"do": "classify", "texts": TEXTS, "batch": 8, **MOST},
        "alone": {"do": "classify", "texts": TEXTS, "batch": 1, **MOST},
        "restored": RESTORED | {"examples": examples},
    }


def test_classifier_s_logits_and_losses(ask: Ask, base: Files) -> None:
    answers = ask("classifier", base, classifier(base), about_texts())
    together, alone = (np.array(answers[name]["logits"]) for name in ("together", "alone"))
    assert sorted(answers["weights"]["tensors"]) == sorted(weights_of(base))  # the head is new
    np.testing.assert_allclose(together, alone, atol=1e-3)
    assert len({tuple(row) for row in together.round(3)}) == len(TEXTS)
    labels = np.arange(len(TEXTS)) % 2
    losses = np.log(np.exp(together).sum(axis=1)) - together[np.arange(len(TEXTS)), labels]
    assert answers["restored"]["losses"]["as it is"] == close(losses.tolist())


def test_nan_in_a_classifier_s_weights_is_told_and_breaks_nothing(ask: Ask, base: Files) -> None:
    answers = ask("classifier", base, broken(classifier(base)), about_texts())
    assert answers["weights"]["finite"] is False
    assert answers["together"]["logits"] == [None] * len(TEXTS)
    losses = answers["restored"]["losses"]
    assert (losses["as it is"], None in losses["body"]) == ([None] * len(TEXTS), False)
