"""The reference solution against two independent implementations of its formulas."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from nltk.lm import KneserNeyInterpolated
from nltk.util import everygrams

from tests.runners.ngram_lm.problems import SHIPPED

Probability = Callable[[str, tuple[str, ...]], float]
PATH = SHIPPED / "ngram-language-model" / "solutions" / "reference.py"


def load_reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_solution", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def corpus(sentences: int, words: int, seed: int = 7) -> list[list[str]]:
    """Random sentences whose words follow a power law, so that every count of counts occurs."""
    rng = random.Random(seed)
    names = [f"w{i}" for i in range(words)]
    weights = [1 / (i + 1) for i in range(words)]
    return [["<s>", *rng.choices(names, weights, k=rng.randint(2, 9)), "</s>"] for _ in range(sentences)]


def brute_force(
    text: list[list[str]], n: int, vocabulary: list[str]
) -> Callable[[str, tuple[str, ...]], float]:
    """Interpolated modified Kneser-Ney written straight from Chen and Goodman (1998), eqs. 23 to 28:
    each quantity is searched for in the list of n-grams, with no tables."""
    top = [tuple(s[i : i + n]) for s in text for i in range(len(s) - n + 1)]

    def grams(k: int) -> list[tuple[str, ...]]:
        if k == n:
            return top
        return [gram[1:] for gram in sorted(set(grams(k + 1)))]

    by_length = {k: grams(k) for k in range(1, n + 1)}
    counts = {k: {g: by_length[k].count(g) for g in set(by_length[k])} for k in by_length}

    def discount(k: int, count: int) -> float:
        n1, n2, n3, n4 = (sum(c == r for c in counts[k].values()) for r in (1, 2, 3, 4))
        d = [0.0, 0.5, 1.0, 1.5]
        if n1 and n2 and n3 and n4:
            y = n1 / (n1 + 2 * n2)
            found = [0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3]
            if all(0 <= found[r] <= r for r in (1, 2, 3)):
                d = found
        return d[min(count, 3)]

    def p(word: str, context: tuple[str, ...]) -> float:
        k = len(context) + 1
        lower = p(word, context[1:]) if context else 1 / len(vocabulary)
        after = {g[-1]: c for g, c in counts[k].items() if g[:-1] == context}
        if not after:
            return lower
        total = sum(after.values())
        own = after.get(word, 0)
        gamma = sum(discount(k, c) for c in after.values()) / total
        return (own - discount(k, own)) / total + gamma * lower

    return p


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_reference_equals_formulas_written_without_tables(n: int) -> None:
    text = corpus(sentences=60, words=25)
    vocabulary = [*sorted({w for s in text for w in s} - {"<s>"}), "<unk>"]
    text = [s[1:] for s in text] if n == 1 else text  # <s> is never a target
    model = load_reference().NGramModel(n, vocabulary)
    model.train(text)
    p = brute_force(text, n, vocabulary)
    contexts = {tuple(s[i : i + n - 1]) for s in text[:6] for i in range(len(s) - n + 1)}
    for context in sorted(contexts | {("w1", "w2", "w24", "w24")[: n - 1]}):
        expected = [p(word, context) for word in vocabulary]
        np.testing.assert_allclose(model.distribution(list(context)), expected, rtol=1e-12, atol=1e-15)


def test_estimated_discounts_are_in_use_and_not_the_fallback() -> None:
    model = load_reference().NGramModel(3, ["x"])
    model.train(corpus(sentences=3000, words=60))
    found = [discounts.tolist() for _, discounts in model.smoothed_levels()]
    assert [d == [0, 0.5, 1, 1.5] for d in found[1:]] == [False, False]


@pytest.mark.parametrize("n", [2, 3])
def test_reference_with_one_discount_equals_nltk(n: int) -> None:
    """nltk has plain Kneser-Ney with a fixed discount, and none at its unigrams. It also counts lower
    n-grams that nothing stands before; a text that ends as it begins has none."""
    words = [word for s in corpus(sentences=120, words=20) for word in s[1:-1]]
    text = [words + words[: n - 1]]
    nltk_model: Any = KneserNeyInterpolated(order=n, discount=0.1)
    nltk_model.fit([everygrams(s, max_len=n) for s in text], sorted({w for s in text for w in s}))
    model = one_discount_model(n, 0.1, text)
    for context in [tuple(words[i : i + n - 1]) for i in range(100)]:
        ours = dict(zip(model.column, model.distribution(list(context)), strict=True))
        for word in ("w0", "w1", "w7", "w19"):
            assert ours[word] == pytest.approx(nltk_model.score(word, context), rel=1e-9), (word, context)


def one_discount_model(n: int, discount: float, text: list[list[str]]) -> Any:
    reference = load_reference()

    class OneDiscount(reference.NGramModel):  # type: ignore[misc, name-defined]
        def discounts(self, table: dict[tuple[str, ...], Any]) -> Any:
            at_unigrams = set(table) == {()}
            return np.array([0.0] + [0.0 if at_unigrams else discount] * 3)

    model = OneDiscount(n, sorted({w for s in text for w in s} - {"<s>"}))
    model.train(text)
    return model


def test_reference_distribution_sums_to_one() -> None:
    text = corpus(sentences=200, words=40)
    vocabulary = sorted({w for s in text for w in s} - {"<s>"})
    model = load_reference().NGramModel(3, vocabulary)
    model.train(text)
    sums = [model.distribution(s[i : i + 2]).sum() for s in text[:20] for i in range(len(s) - 1)]
    np.testing.assert_allclose(sums, 1.0, rtol=1e-12)
