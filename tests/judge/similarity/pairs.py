"""Pairs of programs of which is known whether one is a copy of the other.

The honest ones were written for this, each from an idea of its own; the copies are made of them
and of the reference solutions by ``disguises``, and a few by hand. Programs of the repository that share text
of one hand are no honest pairs and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from judge.similarity.matching import Program, read_common, read_program, similarity
from tests.judge.similarity.disguises import DISGUISES, partial_copy, renamed

PROGRAMS = Path(__file__).parent / "programs"
SHIPPED = Path(__file__).parents[3] / "questions" / "problems"
PROBLEMS = {"ngram": "ngram-language-model", "sentiment": "review-sentiment"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources of one problem; ``how`` says what was done to the one, or why they are apart."""

    problem: str
    name: str
    how: str
    copied: bool
    one: str
    other: str

    @property
    def score(self) -> float:
        """What the judge makes of it."""
        common = common_of(self.problem)
        found = [program_of(source, common) for source in (self.one, self.other)]
        return similarity(found[0].fingerprints, found[1].fingerprints)


@cache
def starter_of(problem: str) -> str:
    """The program that every candidate is given."""
    return (SHIPPED / PROBLEMS[problem] / "starter.py").read_text()


@cache
def common_of(problem: str) -> frozenset[int]:
    """The hashes of the starter."""
    return read_common([starter_of(problem)])


@cache
def program_of(source: str, common: frozenset[int]) -> Program:
    """The program, read once."""
    return read_program(source, common)


@cache
def honest_programs(problem: str) -> dict[str, str]:
    """Programs that were written apart from each other, by name."""
    found = {path.stem: path.read_text() for path in sorted((PROGRAMS / problem).glob("*.py"))}
    return found | {"reference": (SHIPPED / PROBLEMS[problem] / "solutions" / "reference.py").read_text()}


def all_pairs() -> list[Pair]:
    """Every pair, the same at each call."""
    return [pair for problem in PROBLEMS for make in (_honest, _starters, _copies) for pair in make(problem)]


def _honest(problem: str) -> Iterator[Pair]:
    for (one, left), (other, right) in combinations(honest_programs(problem).items(), 2):
        yield Pair(problem, f"{one} and {other}", "honest", False, left, right)
        yield Pair(problem, f"{one} and {other}", "honest, renamed", False, renamed(left), renamed(right))


def _starters(problem: str) -> Iterator[Pair]:
    """Two candidates who have hardly begun, and one who has beside one who is done."""
    starter = starter_of(problem)
    begun = starter.replace("1e-5", "3e-4").replace("pass", "print(len(sentences))")
    yield Pair(problem, "starter twice", "starter", False, starter, starter)
    yield Pair(problem, "starter and starter begun", "starter", False, starter, begun)
    for name, source in honest_programs(problem).items():
        yield Pair(problem, f"{name} and starter begun", "starter", False, source, begun)


def _copies(problem: str) -> Iterator[Pair]:
    programs = honest_programs(problem)
    for name, source in programs.items():
        for disguise in DISGUISES:
            yield Pair(problem, name, disguise.__name__, True, source, disguise(source))
    names = list(programs)
    for name, after in zip(names, names[1:] + names[:1], strict=True):
        copy = partial_copy(programs[after], of=programs[name])
        yield Pair(problem, f"{name} in {after}", "longest function", True, programs[name], copy)
    for path in sorted((PROGRAMS / "reworked" / problem).glob("*.py")):
        yield Pair(problem, path.stem, "reworked by hand", True, programs[path.stem], path.read_text())
