"""Compares submissions with those of other people, and keeps what people decide on what is found.

All of it may be done again, and nothing comes twice. It runs apart from judging (``manage.py scheduler``, or
``manage.py compare_submissions``): a verdict never waits for it. It decides nothing.
"""

from __future__ import annotations

import logging
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from sys import byteorder

from django.db import DatabaseError
from django.utils import timezone

from accounts.models import User
from judge import limits
from judge.models import Submission
from judge.similarity.matching import (
    FEWEST,
    THRESHOLD,
    Region,
    matched_regions,
    read_common,
    read_program,
    similarity,
)
from judge.similarity.winnowing import METHOD
from judge.similarity_models import Fingerprints, SimilarityDecision, SimilarityFinding
from judge.similarity_selectors import not_compared
from questions.markdown import new_parser
from questions.models import ProblemVersion

log = logging.getLogger(__name__)

Outcome = SimilarityDecision.Outcome


@dataclass(frozen=True, slots=True)
class Match:
    """A submission of somebody else, and how alike it is."""

    score: float
    submission: int
    author: int


def compare_missing(most: int = limits.COMPARED_AT_ONCE) -> int:
    """Compare the oldest ``most`` submissions that are judged and not compared yet; return how many. One that
    a bug of ours keeps from being compared stands in nobody's way: it is left out until the next method."""
    rows = list(not_compared().order_by("pk")[:most])
    for row in rows:
        try:
            compare(row)
        except DatabaseError:
            raise
        except Exception:
            log.exception("submission %s could not be compared", row.pk)
            Fingerprints.objects.filter(pk=_store(row, frozenset()).pk).update(compared_at=timezone.now())
    return len(rows)


def compare(row: Submission) -> None:
    """Take the submission's fingerprints, and find whose are alike.

    The fingerprints are stored first: of two that are compared at a time, the later sees the earlier's.
    """
    common = common_of(row.problem_version)
    own = read_program(row.source, common).fingerprints
    kept = _store(row, own)
    for match in _nearest(kept, own):
        _keep(row, match)
    Fingerprints.objects.filter(pk=kept.pk).update(compared_at=timezone.now())


def _store(row: Submission, own: frozenset[int]) -> Fingerprints:
    values = {"author": row.author, "problem": row.problem_version.problem, "packed": pack(own)}
    kept, _ = Fingerprints.objects.update_or_create(
        submission=row, defaults={**values, "method": METHOD, "compared_at": None}
    )
    return kept


def common_of(version: ProblemVersion) -> frozenset[int]:
    """The hashes of the code that everybody was given: the starter, and what the problem's texts show."""
    texts = [version.statement_zh, version.statement_en, version.explanation_zh, version.explanation_en]
    texts += [*version.hints_zh, *version.hints_en]
    return read_common([version.starter, *(code for text in texts for code in _code_of(text))])


def _code_of(text: str) -> Iterator[str]:
    return (token.content for token in new_parser().parse(text) if token.type in {"fence", "code_block"})


def pack(fingerprints: frozenset[int]) -> bytes:
    """The numbers as ``Fingerprints.packed`` keeps them."""
    numbers = array("Q", sorted(fingerprints))
    if byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(packed: bytes | memoryview) -> frozenset[int]:
    """What ``pack`` packed."""
    numbers = array("Q", bytes(packed))
    if byteorder == "big":
        numbers.byteswap()
    return frozenset(numbers)


def _nearest(kept: Fingerprints, own: frozenset[int]) -> list[Match]:
    """Of every other person the most alike submission, the earliest of several; the most alike first."""
    if len(own) < FEWEST:
        return []
    others = Fingerprints.objects.filter(problem=kept.problem, method=METHOD).exclude(author=kept.author)
    best: dict[int, Match] = {}
    columns = others.order_by("pk").values_list("pk", "author_id", "packed")
    for pk, author, packed in columns.iterator():
        score = similarity(own, unpack(packed))
        if score >= THRESHOLD and (author not in best or score > best[author].score):
            best[author] = Match(score, pk, author)
    return sorted(best.values(), key=lambda match: -match.score)[: limits.FINDINGS_EACH]


def _keep(row: Submission, match: Match) -> None:
    """Store a finding with its evidence, unless there is one of the pair: it stays as it was found."""
    other = Submission.objects.select_related("problem_version").get(pk=match.submission)
    earlier, later = sorted((row, other), key=lambda one: one.pk)
    SimilarityFinding.objects.get_or_create(
        later=later,
        earlier=earlier,
        defaults={
            "score": match.score,
            "regions": [_as_list(region) for region in regions_of(later, earlier)],
        },
    )


def regions_of(later: Submission, earlier: Submission) -> list[Region]:
    """What stands in both: of many regions the longest, in the order of ``later``."""
    common = common_of(later.problem_version) | common_of(earlier.problem_version)
    one, other = (read_program(row.source, common) for row in (later, earlier))
    found = sorted(matched_regions(one, other, common), key=lambda region: -region.tokens)
    return sorted(found[: limits.REGIONS_KEPT], key=lambda region: region.one.first)


def _as_list(region: Region) -> list[int]:
    one, other = region.one, region.other
    return [one.first, one.last, other.first, other.last, region.tokens]


def decide(finding: SimilarityFinding, by: User, outcome: Outcome, note: str) -> SimilarityDecision:
    """Keep what ``by`` decided, beside what was decided before."""
    return SimilarityDecision.objects.create(finding=finding, by=by, outcome=outcome, note=note)
