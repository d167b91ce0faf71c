"""Submissions compared with each other: what is found, what is stored, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import Role, User
from judge import limits, services, similarity_selectors, similarity_services
from judge.models import Submission
from judge.similarity.matching import Program
from judge.similarity_models import Fingerprints, SimilarityDecision, SimilarityFinding
from questions.models import ProblemVersion
from questions.problem_loader import load_package
from questions.problem_package import read_package
from tests.conftest import MakeUser
from tests.judge.conftest import Judged
from tests.judge.similarity.disguises import everything, renamed
from tests.judge.similarity.pairs import honest_programs
from tests.packages import TOML, write_package

pytestmark = pytest.mark.django_db

PROGRAMS = honest_programs("ngram")
MINE, OTHER = PROGRAMS["joined_keys"], PROGRAMS["prefix_tree"]


@pytest.fixture
def people(make_user: MakeUser) -> list[User]:
    return [make_user(username=name) for name in ("ann", "ben", "cat")]


def pairs() -> list[tuple[int, int]]:
    return sorted(SimilarityFinding.objects.values_list("earlier_id", "later_id"))


def test_a_disguised_copy_is_found_with_evidence(people: list[User], written: Judged) -> None:
    original, copy = written(people[0], MINE), written(people[1], everything(MINE))
    written(people[2], OTHER)
    assert similarity_services.compare_missing() == 3
    assert pairs() == [(original.pk, copy.pk)]
    found = SimilarityFinding.objects.get()
    assert found.score > 0.8
    assert found.regions
    lines = len(copy.source.splitlines()), len(original.source.splitlines())
    for first, last, other_first, other_last, tokens in found.regions:
        assert 1 <= first <= last <= lines[0]
        assert 1 <= other_first <= other_last <= lines[1]
        assert tokens >= 10


def test_to_compare_again_changes_nothing(people: list[User], written: Judged) -> None:
    rows = [written(one, MINE) for one in people[:2]]
    similarity_services.compare_missing()
    before = list(SimilarityFinding.objects.values())
    for row in rows:
        similarity_services.compare(row)
    assert similarity_services.compare_missing() == 0
    assert list(SimilarityFinding.objects.values()) == before


def test_ones_own_submissions_are_never_compared(people: list[User], written: Judged) -> None:
    for _ in range(3):
        written(people[0], MINE)
    similarity_services.compare_missing()
    assert pairs() == []


def test_another_problem_is_another_matter(people: list[User], written: Judged, tmp_path: Path) -> None:
    package = read_package(write_package(tmp_path / "second-problem"))
    version = load_package(package).version
    version.published = True
    version.save()
    written(people[0], MINE)
    written(people[1], MINE, version=version)
    similarity_services.compare_missing()
    assert pairs() == []


def test_another_version_of_the_problem_is_the_same_matter(
    people: list[User], written: Judged, tmp_path: Path
) -> None:
    changed = TOML.replace('version = "1.0"', 'version = "2.0"')
    newer = load_package(read_package(write_package(tmp_path / "fake-problem", changed))).version
    newer.published = True
    newer.save()
    rows = written(people[0], MINE), written(people[1], MINE, version=newer)
    similarity_services.compare_missing()
    assert pairs() == [(rows[0].pk, rows[1].pk)]


def test_of_each_other_person_the_nearest_alone_is_found(people: list[User], written: Judged) -> None:
    half = MINE[: len(MINE) // 2] + "\n\n" + OTHER
    near = [written(people[0], source) for source in (half, MINE, half)][1]
    similarity_services.compare_missing()
    copy = written(people[1], renamed(MINE))
    similarity_services.compare(copy)
    assert pairs() == [(near.pk, copy.pk)]
    assert SimilarityFinding.objects.get().score == 1.0


def test_at_most_so_many_people_are_named(
    make_user: MakeUser, written: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FINDINGS_EACH", 2)
    for number in range(4):
        written(make_user(username=f"user{number}"), MINE)
    similarity_services.compare_missing()
    last = Submission.objects.latest("pk")
    assert SimilarityFinding.objects.filter(later=last).count() == 2


def test_what_everybody_was_given_is_nobodys_copy(
    people: list[User], written: Judged, fake_version: ProblemVersion
) -> None:
    ProblemVersion.objects.update(starter=MINE, hints_en=[f"Try\n\n```python\n{OTHER}\n```\n"])
    fake_version.refresh_from_db()
    for one in people[:2]:
        written(one, MINE + "\n\n" + OTHER)
    similarity_services.compare_missing()
    assert pairs() == []


def test_what_is_no_submission_of_a_candidate_is_left_out(
    people: list[User], written: Judged, fake_version: ProblemVersion
) -> None:
    waiting = services.submit(people[0], fake_version, "later")
    Submission.objects.filter(pk=waiting.pk).update(source=MINE)
    written(people[1], MINE)
    other = written(people[2], MINE)
    Submission.objects.filter(pk=other.pk).update(purpose=Submission.Purpose.RUN)
    assert similarity_services.compare_missing() == 1
    assert pairs() == []


def test_a_program_that_is_no_python_is_compared_all_the_same(people: list[User], written: Judged) -> None:
    rows = written(people[0], MINE), written(people[1], MINE + "\nx = (")
    similarity_services.compare_missing()
    assert pairs() == [(rows[0].pk, rows[1].pk)]


def test_fingerprints_of_another_method_are_made_anew(people: list[User], written: Judged) -> None:
    written(people[0], MINE)
    similarity_services.compare_missing()
    Fingerprints.objects.update(method=0, packed=b"")
    assert similarity_services.compare_missing() == 1
    assert len(similarity_services.unpack(Fingerprints.objects.get().packed)) > 50


def test_what_cannot_be_compared_is_in_nobodys_way(
    people: list[User], written: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [written(one, MINE) for one in people]
    Submission.objects.filter(pk=rows[0].pk).update(source="broken")
    read = similarity_services.read_program

    def stumbles(source: str, common: frozenset[int] = frozenset()) -> Program:
        if source == "broken":
            raise RecursionError("too deep")
        return read(source, common)

    monkeypatch.setattr(similarity_services, "read_program", stumbles)
    assert [similarity_services.compare_missing(1) for _ in range(4)] == [1, 1, 1, 0]
    assert pairs() == [(rows[1].pk, rows[2].pk)]


def test_numbers_are_packed_and_unpacked() -> None:
    numbers = frozenset({0, 1, 2**64 - 1})
    assert similarity_services.unpack(similarity_services.pack(numbers)) == numbers
    assert similarity_services.pack(frozenset({1})) == b"\x01" + b"\0" * 7


def test_the_command_compares_all_that_is_missing(
    people: list[User], written: Judged, capsys: pytest.CaptureFixture[str]
) -> None:
    for one in people:
        written(one, MINE)
    call_command("compare_submissions")
    call_command("compare_submissions")
    call_command("compare_submissions", "--again")
    assert capsys.readouterr().out.splitlines() == [
        "3 submissions compared",
        "0 submissions compared",
        "3 submissions compared",
    ]


def test_decisions_are_added_and_never_changed(
    people: list[User], written: Judged, make_user: MakeUser
) -> None:
    for one in people[:2]:
        written(one, MINE)
    similarity_services.compare_missing()
    found, reviewer = SimilarityFinding.objects.get(), make_user(Role.INTERVIEWER)
    outcomes = SimilarityDecision.Outcome
    first = similarity_services.decide(found, reviewer, outcomes.CONFIRMED, "the same to the letter")
    similarity_services.decide(found, reviewer, outcomes.DISMISSED, "they worked as a pair")
    assert found.latest_decision is not None
    assert found.latest_decision.outcome == outcomes.DISMISSED
    assert list(found.decisions.values_list("outcome", "note")) == [
        ("confirmed", "the same to the letter"),
        ("dismissed", "they worked as a pair"),
    ]
    assert list(similarity_selectors.open_findings()) == []
    for change in (first.save, first.delete, SimilarityDecision.objects.all().delete):
        with pytest.raises(TypeError, match="a decision is immutable"):
            change()
