"""Marks by hand, metrics by their formulas, and how a model stands to the base and to the reference."""

from __future__ import annotations

import math

import numpy as np
import pytest

from runners.base import Metric, Standing
from runners.dialogue.data import Hidden
from runners.dialogue.replies import chrf
from runners.dialogue.scorer import COLUMNS, Marks, Quality, along, marks_of, packed, quality, unpacked

SCORING = {"perplexity": 60.0, "chrf": 20.0, "distinct": 10.0, "manners": 10.0}
PROMPTS = 60
LANGUAGES = ["zh", "en"] * (PROMPTS // 2)
HIDDEN = [
    Hidden("How are you?", ("Fine.", "Well, and you?"), "en"),
    Hidden("你好吗", ("我很好。",), "zh"),
    Hidden("What now?", ("Wait and see.",), "en"),
    Hidden("Why?", ("No reason.",), "en"),
]


def marks(nats: float = 1.0, seed: int = 0, **columns: float) -> Marks:
    """A model that pays so many nats a character, a little more or less at each prompt."""
    wobble = np.random.default_rng(seed).normal(1, 0.05, PROMPTS)
    usual = {
        "nll": 20 * nats * wobble,
        "characters": np.full(PROMPTS, 20.0),
        "chrf": 0.4 * wobble,
        "novel": 3.0 * wobble,
        "bigrams": np.full(PROMPTS, 5.0),
        "mannered": np.ones(PROMPTS),
        "ones": np.ones(PROMPTS),
    }
    scaled = {name: usual.get(name, np.zeros(PROMPTS)) * columns.get(name, 1.0) for name in COLUMNS}
    return Marks(np.stack(list(scaled.values()), axis=1))


REFERENCE, BASE = marks(), marks(3.0, chrf=0.25, novel=0.5, mannered=0.5)


def scored(model: Marks) -> Quality:
    return quality(model, BASE, REFERENCE, SCORING, LANGUAGES)


def metrics(model: Marks) -> dict[str, Metric]:
    return {metric.key: metric for metric in scored(model).metrics}


def test_marks_of_four_prompts_by_hand() -> None:
    generated = ["I am fine.", "你好吗？", "I am here", "..."]
    found = marks_of(HIDDEN, [[1.0, 2.5], [3.0], [4.0], [5.0]], generated, frozenset({"iamhere"}))
    assert {name: found.column(name).tolist() for name in COLUMNS} == {
        "nll": [3.5, 3.0, 4.0, 5.0],
        "characters": [6 + 15, 5, 14, 11],  # 1 for each end
        "chrf": [chrf(reply, one.replies) for one, reply in zip(HIDDEN, generated, strict=True)],
        "novel": [0.5 + 1, 2.0, 0.5 + 1, 0.0],  # "i am" stands twice in all
        "bigrams": [2, 2, 2, 0],
        "mannered": [1, 0, 1, 0],
        "empty": [0, 0, 0, 1],
        "echo": [0, 1, 0, 0],
        "copied": [0, 0, 1, 0],
        "twin": [0, 1, 2, 3],
        "ones": [1, 1, 1, 1],
    }


def test_twins_are_replies_that_say_the_same() -> None:
    found = marks_of(HIDDEN, [[1.0]] * 4, ["Yes!", "No.", "yes", "YES..."], frozenset())
    assert found.column("twin").tolist() == [0, 1, 0, 0]
    assert found.most_common() == 0.75


def test_characters_are_counted_after_nfkc() -> None:
    hidden = [Hidden("?", ("ﬁ\u3000",), "en")]
    assert marks_of(hidden, [[1.0]], [""], frozenset()).column("characters").tolist() == [3]


def test_marks_survive_packing() -> None:
    reference, floor = unpacked(packed(REFERENCE, BASE), PROMPTS)
    assert reference.table.tolist() == REFERENCE.table.tolist()
    assert floor.table.tolist() == BASE.table.tolist()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        packed(REFERENCE, BASE)[:-8],
        packed(REFERENCE, BASE)[:-1],
        packed(REFERENCE, BASE) + bytes(8),
        packed(marks(float("nan")), BASE),
    ],
    ids=["empty", "a number less", "a byte less", "a number more", "not finite"],
)
def test_unpacked_refuses_what_is_not_of_so_many_prompts(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - numpy's own, or ours
        unpacked(content, PROMPTS)


def test_reference_itself_earns_all_and_is_on_par() -> None:
    found = scored(REFERENCE)
    assert (found.points, found.low, found.high) == pytest.approx((100.0, 100.0, 100.0))
    assert [(m.of_reference, m.standing) for m in found.metrics] == [(1.0, Standing.ON_PAR)] * 4


def test_untuned_base_earns_nothing_for_what_it_is_the_floor_of() -> None:
    found = metrics(BASE)
    assert {key: metric.points for key, metric in found.items()} == {
        "perplexity": 0.0,
        "chrf": 0.0,
        "distinct": 5.0,  # half the reference's
        "manners": 5.0,
    }
    assert [metric.floor for metric in found.values()] == [
        found["perplexity"].value,
        found["chrf"].value,
        0.0,
        0.0,
    ]


def test_perplexity_is_of_all_the_characters_together() -> None:
    table = np.ones((PROMPTS, len(COLUMNS)))
    table[:, COLUMNS.index("nll")] = np.arange(PROMPTS)
    table[:, COLUMNS.index("characters")] = np.arange(PROMPTS) + 10
    found = metrics(Marks(table))["perplexity"]
    assert found.value == round(math.exp(sum(range(PROMPTS)) / sum(i + 10 for i in range(PROMPTS))), 3)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_points_of_the_perplexity_lie_on_a_line_in_its_logarithm() -> None:
    assert metrics(marks(2.0))["perplexity"].points == pytest.approx(30.0)
    assert metrics(marks(1.5))["perplexity"].points == pytest.approx(45.0)
    assert metrics(marks(4.0))["perplexity"].points == 0.0


def test_better_than_the_reference_is_told_and_earns_no_more() -> None:
    found = scored(marks(0.5, chrf=1.5, novel=1.2))
    assert [metric.standing for metric in found.metrics[:3]] == [Standing.BETTER] * 3
    assert [metric.of_reference for metric in found.metrics[:3]] == pytest.approx(
        [1.25, 5 / 3, 1.2], abs=1e-3
    )
    assert found.points == pytest.approx(100.0)


def test_worse_than_the_reference_is_told() -> None:
    found = scored(marks(1.5, seed=1, chrf=0.5, novel=0.8, mannered=0.9))
    assert [metric.standing for metric in found.metrics] == [Standing.WORSE] * 4
    assert found.low < found.points < found.high < 100


def test_a_difference_that_chance_gives_is_none() -> None:
    found = scored(marks(seed=1))
    assert [metric.standing for metric in found.metrics] == [Standing.ON_PAR] * 4


def test_metrics_are_split_by_language() -> None:
    model = marks()
    table = model.table.copy()
    table[:, COLUMNS.index("nll")] = [20 * math.log(3 if one == "zh" else 2) for one in LANGUAGES]
    table[:, COLUMNS.index("mannered")] = [one == "zh" for one in LANGUAGES]
    found = metrics(Marks(table))
    notes = [found[key].note for key in ("perplexity", "manners")]
    assert [note and note.en.partition("; ")[2] for note in notes] == [
        "Chinese 3, English 2",
        "Chinese 1, English 0",
    ]
    assert notes[1] is not None
    assert notes[1].zh == "达到参考的 50%；中文 1，英文 0"


def test_distinct_of_a_model_that_says_nothing_is_nought() -> None:
    found = metrics(marks(novel=0.0, bigrams=0.0))["distinct"]
    assert (found.value, found.points) == (0.0, 0.0)


def test_losses_beyond_all_bounds_leave_finite_metrics() -> None:
    found = metrics(marks(1e30))["perplexity"]
    numbers = (found.value, found.low, found.high, found.of_reference, found.points)
    assert [number is not None and math.isfinite(number) for number in numbers] == [True] * 5
    assert found.points == 0.0


def test_along_a_reference_no_better_than_the_floor_counts_who_reaches_it() -> None:
    values = np.array([[2.0, 1.0, 1.0], [1.0, 1.0, 1.0], [0.5, 1.0, 1.0], [0.5, 0.0, 1.0]])
    assert along(values).tolist() == [1.0, 1.0, 0.0, 0.5]
