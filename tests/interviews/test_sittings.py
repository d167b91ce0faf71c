"""What is written during a sitting, and how it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from interviews import limits, sittings
from interviews.models import Entry, Item, Sitting, Snapshot, Work
from interviews.sittings import Over
from judge import services
from judge.models import Submission
from judge.rounds import make_round
from questions.models import ProblemVersion
from tests.interviews.conftest import Begin

pytestmark = pytest.mark.django_db


def items(sitting: Sitting) -> tuple[Item, Item]:
    """The question, and the problem."""
    question, problem = sitting.session.items.all()
    return question, problem


def snapshots() -> list[tuple[str, int]]:
    return list(Snapshot.objects.values_list("text", "pasted"))


def test_an_answer_is_kept_with_its_snapshots(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SNAPSHOT_EVERY", 0.0)
    question, _ = items(sitting)
    first = sittings.save_work(sitting, question, "It", 0)
    second = sittings.save_work(sitting, question, "It pastes", first.work.revision, pasted=7)
    assert (second.work.text, second.work.revision, second.conflict) == ("It pastes", 2, False)
    assert snapshots() == [("It", 0), ("It pastes", 7)]
    sittings.save_work(sitting, question, "It pasted", 2)
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    assert snapshots() == [("It", 0), ("It pastes", 7), ("It pasted", 0)]


def test_of_saves_close_to_each_other_what_was_pasted_and_the_last_are_kept(sitting: Sitting) -> None:
    question, _ = items(sitting)
    for revision, (text, pasted) in enumerate([("a", 0), ("ab", 0), ("abc", 1), ("abcd", 0), ("abcde", 0)]):
        sittings.save_work(sitting, question, text, revision, pasted)
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    assert snapshots() == [("a", 0), ("ab", 0), ("abc", 1), ("abcde", 0)]


@pytest.mark.parametrize(("taken", "more"), [(3, 1), (4, 0)])
def test_the_fuller_the_record_the_further_apart_are_snapshots(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch, taken: int, more: int
) -> None:
    monkeypatch.setattr(limits, "SNAPSHOTS", 8)
    question, _ = items(sitting)
    work = sittings.save_work(sitting, question, "a", 0).work
    before = timezone.now() - timedelta(seconds=1.5 * limits.SNAPSHOT_EVERY)
    for _ in range(taken):
        Snapshot.objects.create(work=work, at=before, text="")
    sittings.save_work(sitting, question, "ab", 1)
    assert Snapshot.objects.count() == taken + more


def test_snapshots_have_an_end(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SNAPSHOTS", 2)
    question, _ = items(sitting)
    for revision in range(4):
        sittings.save_work(sitting, question, "a" * (revision + 1), revision, pasted=1)
    assert snapshots() == [("a", 1), ("aa", 1)]


def test_what_came_to_be_is_never_changed(sitting: Sitting) -> None:
    sittings.save_work(sitting, items(sitting)[0], "a", 0, pasted=1)
    kept = Snapshot.objects.get()
    for change in (kept.save, kept.delete, Snapshot.objects.all().delete):
        with pytest.raises(TypeError, match="a snapshot is immutable"):
            change()
    with pytest.raises(TypeError, match="a snapshot is immutable"):
        Snapshot.objects.update(text="b")


def test_two_windows_do_not_overwrite_each_other(sitting: Sitting) -> None:
    question, _ = items(sitting)
    sittings.save_work(sitting, question, "here", 0)
    there = sittings.save_work(sitting, question, "there", 0)
    assert (there.conflict, there.work.text) == (True, "here")


def test_after_the_end_nothing_is_taken(begin: Begin) -> None:
    now = timezone.now()
    over = begin(ends_at=now - timedelta(seconds=limits.GRACE_SECONDS + 1))
    question, problem = items(over)
    with pytest.raises(Over):
        sittings.save_work(over, question, "late", 0)
    with pytest.raises(Over):
        sittings.submit(over, problem, "print(1)")
    with pytest.raises(Over):
        sittings.run(over, problem, "print(1)", "")
    just = begin(ends_at=now - timedelta(seconds=1))
    assert sittings.save_work(just, question, "on its way", 0).work.text == "on its way"


def test_what_was_on_its_way_when_somebody_ended_it_is_not_taken(sitting: Sitting) -> None:
    question, problem = items(sitting)
    sittings.end(
        Sitting.objects.get(), Sitting.Ending.CLOSED
    )  # and the request still has the row from before
    for late in (
        lambda: sittings.submit(sitting, problem, "print(1)"),
        lambda: sittings.run(sitting, problem, "print(1)", ""),
        lambda: sittings.save_work(sitting, question, "late", 0),
    ):
        with pytest.raises(Over):
            late()
    assert (Submission.objects.count(), Entry.objects.count()) == (0, 0)


def test_submissions_and_runs_are_of_the_sitting(sitting: Sitting) -> None:
    _, problem = items(sitting)
    made, run = sittings.submit(sitting, problem, "print(1)"), sittings.run(sitting, problem, "print(2)", "")
    assert [(entry.submission, entry.item) for entry in Entry.objects.all()] == [
        (made, problem),
        (run, problem),
    ]
    assert made.problem_version == problem.problem_version
    assert (made.author, run.purpose) == (sitting.author, Submission.Purpose.RUN)


def test_handing_in_submits_what_was_not(sitting: Sitting) -> None:
    question, problem = items(sitting)
    sittings.save_work(sitting, question, "words", 0)
    sittings.save_work(sitting, problem, "print('last')", 0)
    assert sittings.end(sitting, Sitting.Ending.HANDED_IN)
    assert [row.source for row in Submission.objects.all()] == ["print('last')"]
    assert not sittings.end(sitting, Sitting.Ending.BELL)
    sitting.refresh_from_db()
    assert sitting.ending == Sitting.Ending.HANDED_IN


def test_what_was_submitted_already_is_not_submitted_again(sitting: Sitting) -> None:
    _, problem = items(sitting)
    sittings.save_work(sitting, problem, "print(1)", 0)
    sittings.submit(sitting, problem, "print(1)")
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    assert Submission.objects.count() == 1


def test_the_starter_alone_is_no_answer(sitting: Sitting) -> None:
    _, problem = items(sitting)
    assert problem.problem_version is not None
    sittings.save_work(sitting, problem, problem.problem_version.starter, 0)
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    assert Submission.objects.count() == 0


def test_the_last_program_is_taken_however_many_were_sent_in(
    sitting: Sitting, settings: pytest.FixtureRequest
) -> None:
    _, problem = items(sitting)
    for number in range(settings.ENV.active_submissions):  # type: ignore[attr-defined]
        sittings.submit(sitting, problem, f"print({number})")
    sittings.save_work(sitting, problem, "print('last')", 0)
    sittings.end(sitting, Sitting.Ending.BELL)
    newest = Submission.objects.first()
    assert newest is not None
    assert newest.source == "print('last')"


def test_the_work_says_why_its_program_was_not_taken_at_the_end(sitting: Sitting) -> None:
    _, problem = items(sitting)
    sittings.save_work(sitting, problem, "print('last')", 0)
    saved = Work.objects.get().saved_at
    paused = ProblemVersion.objects.filter(pk=problem.problem_version_id)
    paused.update(paused_reason_zh="数据在修", paused_reason_en="Its data is mended.")
    assert sittings.end(sitting, Sitting.Ending.BELL)
    for _ in range(2):
        work = Work.objects.get()
        assert work.refused == {
            "zh": "本题已暂停：数据在修",
            "en": "This problem is paused: Its data is mended.",
        }
        sittings.submit_refused(sitting, problem)
    paused.update(paused_reason_zh="", paused_reason_en="")
    for _ in range(2):
        sittings.submit_refused(sitting, problem)
    work = Work.objects.get()
    assert (work.refused, work.saved_at) == ({}, saved)
    assert [entry.submission.source for entry in Entry.objects.all()] == ["print('last')"]


def test_what_fails_at_the_end_is_done_by_the_next_round(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = timezone.now() - timedelta(seconds=limits.GRACE_SECONDS + 1)
    first, second = begin(), begin()
    for number, sitting in enumerate((first, second)):
        sittings.save_work(sitting, items(sitting)[1], f"print({number})", 0)
        Sitting.objects.filter(pk=sitting.pk).update(ends_at=past)
    taken = services.submit

    def without_a_disk(author: User, version: ProblemVersion, source: str, **more: Any) -> Submission:
        if author == first.author:
            raise OSError("no space left")
        return taken(author, version, source, **more)

    monkeypatch.setattr(services, "submit", without_a_disk)
    assert sittings.ring() == 1
    assert [row.author for row in Submission.objects.all()] == [second.author]
    assert list(Sitting.objects.filter(ended_at__isnull=True)) == [first]
    monkeypatch.undo()
    assert sittings.ring() == 1
    assert {row.source for row in Submission.objects.all()} == {"print(0)", "print(1)"}


def test_every_round_of_the_housekeeping_rings_the_bell(begin: Begin) -> None:
    late = begin(ends_at=timezone.now() - timedelta(seconds=limits.GRACE_SECONDS + 1))
    on_time = begin()
    sittings.save_work(on_time, items(on_time)[1], "x", 0)
    make_round()
    late.refresh_from_db()
    on_time.refresh_from_db()
    assert (late.ending, on_time.ended_at) == (Sitting.Ending.BELL, None)
