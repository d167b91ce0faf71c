"""What an author writes tests with: programs to be run on a solution, and checks of what came back.

It runs in a container of the author's own; nothing of a candidate is there but the values that came back. A
check that does not hold raises ``Wrong`` with a sentence in both languages. Sentences name no value:
candidates read them for hidden tests as well.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import wire


class Wrong(Exception):
    """What is wrong with a value, in words."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Ref:
    """The result of an earlier step."""

    at: int


@dataclass
class Program:
    """Steps to be run on a solution. What ``keep`` is set for comes back, in order."""

    steps: list[dict[str, Any]] = field(default_factory=list)

    def call(self, name: str, *args: Any, keep: bool = True, **named: Any) -> Ref:
        """Call a function of the solution, or make an object of a class of it."""
        return self._add("call", name, None, args, named, keep)

    def new(self, name: str, *args: Any, **named: Any) -> Ref:
        """Make an object of a class of the solution; it does not come back."""
        return self._add("call", name, None, args, named, keep=False)

    def method(self, of: Ref, name: str, *args: Any, keep: bool = True, **named: Any) -> Ref:
        """Call a method of an earlier result."""
        return self._add("call", name, of.at, args, named, keep)

    def get(self, of: Ref, name: str, keep: bool = True) -> Ref:
        """Read an attribute of an earlier result."""
        return self._add("get", name, of.at, (), {}, keep)

    def value(self, value: Any, keep: bool = False) -> Ref:
        """Hold a value, to be given to several steps; kept, it shows whether any of them changed it."""
        self.steps.append({"do": "value", "value": wire.encode(value), "keep": keep})
        return Ref(len(self.steps) - 1)

    def _add(
        self, do: str, name: str, of: int | None, args: Sequence[Any], named: dict[str, Any], keep: bool
    ) -> Ref:
        self.steps.append({
            "do": do, "name": name, "of": of, "keep": keep,
            "args": [_argument(one) for one in args],
            "named": {key: _argument(one) for key, one in named.items()},
        })  # fmt: skip
        return Ref(len(self.steps) - 1)


def _argument(given: Any) -> Any:
    return {"$ref": given.at} if isinstance(given, Ref) else wire.encode(given)


def call(name: str, *args: Any, **named: Any) -> Program:
    """The program that calls one function."""
    program = Program()
    program.call(name, *args, **named)
    return program


@dataclass
class Case:
    """One test. ``check`` gets the values that were kept, one argument each, and raises ``Wrong``.
    ``seconds`` of CPU time are allowed, and ``mebibytes`` of memory beyond what the process has when the test
    begins; 0 for as much as the problem allows. ``given`` and ``expected`` are shown where the test is a
    sample."""

    group: str
    zh: str
    en: str
    program: Program
    check: Callable[..., None]
    seconds: float = 2.0
    mebibytes: int = 0
    given: str = ""
    expected: str = ""


def kind_of(value: Any) -> str:
    """The name of a value's type, for sentences."""
    return value.name if isinstance(value, wire.Other) else type(value).__name__


def is_array(value: Any) -> bool:
    """Whether the value is a tensor or an array."""
    return hasattr(value, "shape") and hasattr(value, "dtype")


def equal(got: Any, want: Any) -> None:
    """The same type and value, all the way down."""
    _equal(got, want, "返回值", "the value")


def _equal(got: Any, want: Any, zh: str, en: str) -> None:
    if type(got) is not type(want):
        raise Wrong(f"{zh}的类型应为 {kind_of(want)}", f"{en} should be of type {kind_of(want)}")
    items: Iterable[tuple[Any, Any]] = ()
    if is_array(want):
        like(got, want)
        same = bool((got == want).all())
    elif isinstance(want, (list, tuple)):
        same, items = len(got) == len(want), zip(got, want)
    elif isinstance(want, (dict, set, frozenset)):
        left, right = _by_key(got), _by_key(want)
        same, items = left.keys() == right.keys(), ((left[key], right[key]) for key in right)
    else:
        same = got == want
    if not same:
        raise Wrong("返回值不对", "the value is wrong")
    for one, other in items:
        _equal(one, other, "返回值中的一项", "an item of the value")


def _by_key(value: Any) -> dict[Any, Any]:
    """What is found under each key, with the key itself: ``True`` is found where 1 is, and is another."""
    return {key: (key, value[key]) if isinstance(value, dict) else key for key in value}


def like(got: Any, want: Any) -> None:
    """An array of the same type, shape and dtype."""
    if type(got) is not type(want):
        raise Wrong(f"返回值的类型应为 {kind_of(want)}", f"the value should be of type {kind_of(want)}")
    if tuple(got.shape) != tuple(want.shape):
        raise Wrong("返回值的形状不对", "the value has a wrong shape")
    if got.dtype != want.dtype:
        raise Wrong(f"返回值的 dtype 应为 {want.dtype}", f"the value's dtype should be {want.dtype}")


def close(got: Any, want: Any, rtol: float = 1e-4, atol: float = 1e-5) -> None:
    """Numbers, or arrays of them, that differ by at most ``atol + rtol * |want|``. An infinity is close to
    the same infinity alone, and NaN to NaN."""
    if is_array(want):
        like(got, want)
        _all_close(got, want, rtol, atol)
        return
    if type(got) not in (int, float):
        raise Wrong("返回值应为数字", "the value should be a number")
    if not _near(got, want, rtol, atol):
        raise Wrong("数值与应有的结果相差过大", "the number differs too much from what it should be")


def _near(got: float, want: float, rtol: float, atol: float) -> bool:
    """As ``numpy.isclose`` has it of two numbers, for solutions that need no numpy."""
    if math.isfinite(got) and math.isfinite(want):
        return abs(got - want) <= atol + rtol * abs(want)
    return got == want or (math.isnan(got) and math.isnan(want))


def _all_close(got: Any, want: Any, rtol: float, atol: float) -> None:
    import numpy

    left, right = (numpy.asarray(value, dtype="float64") for value in (got, want))
    if not numpy.allclose(left, right, rtol=rtol, atol=atol, equal_nan=True):
        raise Wrong("数值与应有的结果相差过大", "numbers differ too much from what they should be")


def finite(value: Any) -> None:
    """No NaN and no infinity in an array or a number."""
    import numpy

    if not numpy.isfinite(numpy.asarray(value, dtype="float64")).all():
        raise Wrong("结果中有 NaN 或无穷大", "there is a NaN or an infinity in the result")


def frequencies(draws: Sequence[Any], shares: dict[Any, float], false_alarm: float = 1e-9) -> None:
    """Independent draws that fit the ``shares`` (which sum to 1), by a chi-square test whose chance of
    blaming right draws is about ``false_alarm``; nothing of share 0 may be drawn at all."""
    counts = dict.fromkeys(shares, 0)
    for draw in draws:
        if shares.get(draw, 0.0) <= 0.0:
            raise Wrong("抽到了概率为 0 的结果", "something was drawn whose probability is 0")
        counts[draw] += 1
    drawn = [name for name, share in shares.items() if share > 0.0]
    expected = {name: shares[name] * len(draws) for name in drawn}
    statistic = sum((counts[name] - expected[name]) ** 2 / expected[name] for name in drawn)
    if _tail(statistic, len(drawn) - 1) < false_alarm:
        raise Wrong("抽样的频率与概率不符", "the shares of what was drawn do not fit the probabilities")


def _tail(statistic: float, freedom: int) -> float:
    """The chance of a larger chi-square, by the cube root of Wilson and Hilferty (1931)."""
    if freedom < 1:
        return 1.0
    spread = 2.0 / (9.0 * freedom)
    z = ((statistic / freedom) ** (1.0 / 3.0) - (1.0 - spread)) / math.sqrt(spread)
    return 0.5 * math.erfc(z / math.sqrt(2.0))


def slopes(loss: Callable[[Any], float], at: Any, step: float = 1e-6) -> Any:
    """The gradient of ``loss`` at a float64 numpy array, by central differences."""
    import numpy

    found = numpy.zeros_like(at)
    for place in numpy.ndindex(at.shape):
        moved = [at.copy(), at.copy()]
        moved[0][place] += step
        moved[1][place] -= step
        found[place] = (loss(moved[0]) - loss(moved[1])) / (2.0 * step)
    return found
