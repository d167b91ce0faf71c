"""Review: the queue, blindness, comments, scorecards, reports."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse

from accounts.models import Role, User
from interviews import limits, reviewing, selectors, sittings
from interviews.models import Comment, Scorecard, Session, Sitting, Snapshot
from interviews.rubric import ANSWER_ANCHORS
from interviews.selectors import Filters
from judge import services
from judge.models import Submission
from judge.sheet import BYTE_ORDER_MARK
from judge.similarity_models import SimilarityDecision, SimilarityFinding
from questions.models import ProblemVersion
from runners.base import Metric, Text, VerdictCode
from tests.conftest import MakeUser
from tests.interviews.conftest import Begin
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client: Client, interviewer: User) -> None:
    client.force_login(interviewer)


def judged(sitting: Sitting, code: VerdictCode = VerdictCode.ACCEPTED, **fields: Any) -> Submission:
    """A submission of the sitting with its verdict."""
    row = sittings.submit(sitting, sitting.session.items.get(position=2), "import math\nprint(1)\n")
    held = services.claim(row.pk)
    assert held is not None
    services.finish(held, new_verdict(code, **fields))
    row.refresh_from_db()
    return row


@pytest.fixture
def ended(begin: Begin) -> Sitting:
    """A sitting with an answer and an accepted program."""
    sitting = begin()
    sittings.save_work(sitting, sitting.session.items.get(position=1), "My answer", 0)
    judged(sitting, score=88.0)
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    sitting.refresh_from_db()
    return sitting


def card(sitting: Sitting, points: int = 3, **changed: str) -> dict[str, str]:
    """A scorecard as a browser posts it."""
    data = {f"c{one.pk}": str(points) for one in sitting.session.criteria.all()}
    data[f"i{sitting.session.items.get(position=1).pk}"] = "4"
    return data | {"recommendation": "yes", "summary": "Solid."} | changed


def file(client: Client, sitting: Sitting, **changed: Any) -> int:
    target = reverse("interviews:file_card", args=[sitting.pk])
    return client.post(target, card(sitting, **changed)).status_code


def test_the_queue_holds_what_has_ended(interviewer: User, ended: Sitting, begin: Begin) -> None:
    begin()
    assert list(selectors.find_sittings(interviewer, Filters())) == [ended]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(verdict="accepted"), True),
        (Filters(verdict="rejected"), False),
        (Filters(problem="fake-problem"), True),
        (Filters(problem="another"), False),
        (Filters(problem="fake-problem", verdict="wrong_answer"), False),
        (Filters(session="0"), False),
        (Filters(flagged=True), False),
        (Filters(mine="open"), True),
        (Filters(mine="filed"), False),
    ],
)
def test_the_queue_is_narrowed(interviewer: User, ended: Sitting, filters: Filters, found: bool) -> None:
    assert selectors.find_sittings(interviewer, filters).exists() is found


def test_the_queue_is_narrowed_to_the_verdicts_that_it_shows(interviewer: User, begin: Begin) -> None:
    """The best of each item: neither a Run's, nor a worse one's, nor that of a judge that failed."""
    sitting = begin()
    for code, score in ((VerdictCode.JUDGE_ERROR, 0.0), (VerdictCode.WRONG_ANSWER, 0.0)):
        judged(sitting, code, score=score)
    ran = services.claim(sittings.run(sitting, sitting.session.items.get(position=2), "x", "").pk)
    assert ran is not None
    services.finish(ran, new_verdict(VerdictCode.ACCEPTED, score=100.0))
    sittings.end(sitting, Sitting.Ending.BELL)
    (row,) = selectors.find_sittings(interviewer, Filters())
    assert selectors.codes_of(row) == ["wrong_answer"]
    found = [code.value for code in VerdictCode if _narrowed(interviewer, code)]
    assert found == ["wrong_answer"]


def _narrowed(reader: User, code: VerdictCode) -> bool:
    filters = Filters(verdict=code.value, problem="fake-problem")
    return selectors.find_sittings(reader, filters).exists()


def test_what_an_audit_rejected_is_flagged(interviewer: User, begin: Begin) -> None:
    sitting = begin()
    judged(sitting, VerdictCode.REJECTED, score=0.0)
    sittings.end(sitting, Sitting.Ending.BELL)
    assert list(selectors.find_sittings(interviewer, Filters(flagged=True))) == [sitting]


def test_what_is_like_anothers_is_flagged_unless_somebody_dismissed_it(
    client: Client, interviewer: User, ended: Sitting, begin: Begin
) -> None:
    sittings_of_two = [begin(), begin()]
    earlier, later = (judged(sitting) for sitting in sittings_of_two)
    for sitting in sittings_of_two:
        sittings.end(sitting, Sitting.Ending.BELL)
    finding = SimilarityFinding.objects.create(later=later, earlier=earlier, score=0.9, regions=[])
    assert list(selectors.find_sittings(interviewer, Filters(flagged=True))) == sittings_of_two
    page = client.get(reverse("interviews:review", args=[sittings_of_two[0].pk]), {"item": "2"})
    assert page.context["alike"] == [finding]
    assert "Ann Lee" not in page.content.decode()
    for outcome, flagged in (("confirmed", 2), ("dismissed", 0), ("confirmed", 2)):
        SimilarityDecision.objects.create(finding=finding, outcome=outcome, by=interviewer, note="Read.")
        assert selectors.find_sittings(interviewer, Filters(flagged=True)).count() == flagged


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_the_same_for_any_number(
    client: Client, begin: Begin, django_assert_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        sitting = begin()
        judged(sitting)
        sittings.end(sitting, Sitting.Ending.BELL)
    with django_assert_num_queries(10):
        client.get(reverse("interviews:queue"))


def test_a_blind_reviewer_reads_no_name(client: Client, other_interviewer: User, ended: Sitting) -> None:
    client.force_login(other_interviewer)
    pages = [reverse("interviews:queue"), reverse("interviews:review", args=[ended.pk])]
    pages += [reverse("interviews:session", args=[ended.session_id])]
    for page in pages:
        shown = client.get(page).content.decode()
        assert (ended.alias in shown, "Ann Lee" in shown, ended.author.username in shown) == (
            True,
            False,
            False,
        )
    assert file(client, ended) == 302
    assert "Ann Lee" in client.get(pages[1]).content.decode()


ABOUT_EVERYBODY = ["home", "queue", "sessions", "submissions", "findings", "rejudges", "problems", "problem"]
"""Pages that do not say whose the sitting is, whatever names are on them."""


def links_in(page: str, at: str) -> set[str]:
    """Where the links and the lists of a page lead to, of what the sitting alone is about."""
    main = page[page.index("<main") : page.index("</main>")]
    found = {urljoin(at, html.unescape(link)) for link in re.findall(r'<a\s[^>]*?href="([^"#]+)', main)}
    for action, options in re.findall(r'action="([^"]+/compare/)"(.*?)</form>', main, re.DOTALL):
        found |= {f"{action}?with={value}" for value in re.findall(r'<option value="(\d+)"', options)}
    return {link for link in found if resolve(urlsplit(link).path).url_name not in ABOUT_EVERYBODY}


def test_no_link_of_a_blind_review_leads_to_the_name(
    client: Client, begin: Begin, make_user: MakeUser, other_interviewer: User, fake_version: ProblemVersion
) -> None:
    """The candidate has an account and sent in a program by themselves, too."""
    candidate = make_user(username="the-candidate")
    other = services.submit(candidate, fake_version, "import math\nprint(0)\n")
    sitting = begin(candidate, "Ann Lee")
    row = judged(sitting, score=50.0)
    judged(sitting, score=60.0)
    services.submit(candidate, fake_version, "import math\nprint(2)\n")
    SimilarityFinding.objects.create(
        later=row, earlier=services.submit(make_user(username="b"), fake_version, "x"), score=0.9, regions=[]
    )
    sittings.end(sitting, Sitting.Ending.BELL)
    client.force_login(other_interviewer)
    waiting, walked = {reverse("interviews:review", args=[sitting.pk]) + f"?item=2&at=s{row.pk}"}, set[str]()
    while waiting:
        address = waiting.pop()
        walked.add(address)
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        if answer["Content-Type"].startswith("text/html"):
            shown = answer.content.decode()
            assert ("Ann Lee" in shown, "the-candidate" in shown) == (False, False), address
            waiting |= links_in(shown, address) - walked
    assert {reverse("submission", args=[row.pk]), reverse("interviews:report", args=[sitting.pk])} <= walked
    assert len(walked) > 20
    compared = client.get(reverse("compare", args=[row.pk, other.pk])).content.decode()
    assert f"Sent in by the-candidate, and by {sitting.alias}." in compared  # as of any two


def test_others_cards_are_locked_until_mine_is_in(
    client: Client, interviewer: User, other_interviewer: User, ended: Sitting
) -> None:
    other = Client()
    other.force_login(other_interviewer)
    file(other, ended, summary="I would not.", recommendation="no")
    before = selectors.cards_for(interviewer, ended)
    assert (before.mine, before.others, before.locked) == (None, [], 1)
    review = client.get(reverse("interviews:review", args=[ended.pk])).content.decode()
    assert "I would not." not in review
    for name in ("report", "pdf"):
        locked = client.get(reverse(f"interviews:{name}", args=[ended.pk]))
        assert locked["Location"] == reverse("interviews:review", args=[ended.pk])
    export = client.get(reverse("interviews:export", args=[ended.session_id, "json"]))
    assert json.loads(export.content) == []
    file(client, ended)
    after = selectors.cards_for(interviewer, ended)
    assert [one.summary for one in after.others] == ["I would not."]


def test_a_correction_is_added_and_the_same_again_is_not(client: Client, ended: Sitting) -> None:
    file(client, ended)
    file(client, ended)
    file(client, ended, points=2, recommendation="no")
    assert [one.recommendation for one in Scorecard.objects.all()] == ["no", "yes"]
    history = client.get(reverse("interviews:review", args=[ended.pk])).context["history"]
    assert len(history) == 2


@pytest.mark.django_db(transaction=True)
def test_a_card_that_is_sent_twice_at_once_is_filed_once(
    transactional_db: None, interviewer: User, ended: Sitting
) -> None:
    def one(_: int) -> int:
        try:
            given = {"ratings": {}, "answers": {}, "recommendation": "yes", "summary": "Solid."}
            return reviewing.file_card(interviewer, ended, **given).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(one, range(8)))) == Scorecard.objects.count() == 1


def test_a_card_that_was_filed_is_never_changed(client: Client, ended: Sitting) -> None:
    file(client, ended)
    filed = Scorecard.objects.get()
    for change in (filed.save, filed.delete, Scorecard.objects.all().delete):
        with pytest.raises(TypeError, match="a scorecard is immutable"):
            change()
    with pytest.raises(TypeError, match="a scorecard is immutable"):
        Scorecard.objects.update(summary="Better.")


def test_every_filing_can_be_read_whole(
    client: Client, other_interviewer: User, ended: Sitting, session: Session
) -> None:
    other = Client()
    other.force_login(other_interviewer)
    file(other, ended, summary="My first thought.", points=1)
    file(other, ended, summary="On reflection.", points=4)
    client.get(reverse("interviews:review", args=[ended.pk]))
    file(client, ended)
    shown = client.get(reverse("interviews:review", args=[ended.pk])).content.decode()
    history = shown[shown.index("Revisions") :]
    filed = ("My first thought.", "Code: 1", "On reflection.", "Code: 4")
    assert [text in history for text in filed] == [True] * 4
    assert shown[: shown.index("Revisions")].count("On reflection.") == 1


@pytest.mark.parametrize("changed", [{"recommendation": "perhaps"}, {"summary": ""}, {"points": 5}])
def test_a_card_that_is_not_whole_is_not_filed(
    client: Client, ended: Sitting, changed: dict[str, Any]
) -> None:
    assert file(client, ended, **changed) == 422
    assert Scorecard.objects.count() == 0


def test_nothing_is_filed_while_the_candidate_sits(client: Client, live: Session, begin: Begin) -> None:
    assert file(client, begin()) == 422
    assert Scorecard.objects.count() == 0


@pytest.mark.parametrize("name", ["review", "live", "report", "pdf"])
def test_a_take_home_is_read_when_it_has_ended(client: Client, sitting: Sitting, name: str) -> None:
    target = reverse(f"interviews:{name}", args=[sitting.pk])
    assert client.get(target)["Location"] == reverse("interviews:session", args=[sitting.session_id])
    assert file(client, sitting) == 302
    assert Scorecard.objects.count() == 0
    assert reverse("interviews:live", args=[sitting.pk]) not in (
        client.get(reverse("interviews:session", args=[sitting.session_id])).content.decode()
    )


def test_a_live_session_is_read_while_it_goes_on(client: Client, live: Session, begin: Begin) -> None:
    sitting = begin()
    sittings.save_work(sitting, live.items.get(position=1), "So far", 0)
    shown = client.get(reverse("interviews:review", args=[sitting.pk])).content.decode()
    assert "So far" in shown


def test_comments_stand_at_their_line_and_are_withdrawn_by_their_author(
    client: Client, ended: Sitting, other_interviewer: User
) -> None:
    submission = Submission.objects.get()
    target = reverse("interviews:comment", args=[ended.pk, submission.pk])
    answer = client.post(target, {"line": "2", "text": "Why print?"})
    assert answer["Location"].endswith("#line-2")
    said = Comment.objects.get()

    def shown() -> dict[int, list[Comment]]:
        at = {"item": "2", "at": f"s{submission.pk}"}
        found = client.get(reverse("interviews:review", args=[ended.pk]), at).context["said"].by_line
        return dict(found)

    assert shown() == {2: [said]}
    withdraw = reverse("interviews:withdraw", args=[ended.pk, said.pk])
    other = Client()
    other.force_login(other_interviewer)
    assert other.post(withdraw).status_code == 404
    client.post(withdraw)
    assert shown() == {}
    for _ in range(2):
        client.post(withdraw, {"on": "1"})
    said.refresh_from_db()
    (again,) = shown()[2]
    assert (again.text, again == said, said.withdrawn_at is None) == (said.text, False, False)


def test_what_was_withdrawn_stays_before_its_writer_alone(
    client: Client, interviewer: User, other_interviewer: User, ended: Sitting
) -> None:
    said = reviewing.comment(interviewer, Submission.objects.get(), 1, "Too harsh.")
    client.post(reverse("interviews:withdraw", args=[ended.pk, said.pk]))
    target = reverse("interviews:review", args=[ended.pk])
    other = Client()
    other.force_login(other_interviewer)
    file(other, ended)
    shown = [reader.get(target, {"item": "2"}).content.decode() for reader in (client, other)]
    assert ["Too harsh." in page for page in shown] == [True, False]
    assert "1 comment that you withdrew" in shown[0]


def test_a_comment_that_is_there_twice_is_said_again_once(interviewer: User, ended: Sitting) -> None:
    said = [reviewing.comment(interviewer, Submission.objects.get(), 1, "Why?") for _ in range(3)]
    reviewing.withdraw(interviewer, ended, said[0].pk)
    assert reviewing.restore(interviewer, ended, said[0].pk) in said[1:]
    assert Comment.objects.count() == 3


def test_a_submission_of_a_number_that_none_has_is_none(client: Client, ended: Sitting) -> None:
    assert client.get(reverse("interviews:comment", args=[ended.pk, 10**30])).status_code == 404


def test_a_comment_is_withdrawn_in_its_own_sitting_alone(
    client: Client, interviewer: User, ended: Sitting, begin: Begin
) -> None:
    said = reviewing.comment(interviewer, Submission.objects.get(), 1, "Here")
    assert client.post(reverse("interviews:withdraw", args=[begin().pk, said.pk])).status_code == 404
    said.refresh_from_db()
    assert said.withdrawn_at is None


def test_others_comments_are_locked_until_mine_is_in(
    client: Client, interviewer: User, other_interviewer: User, ended: Sitting
) -> None:
    submission = Submission.objects.get()
    reviewing.comment(other_interviewer, submission, 1, "Copied, I think.")
    mine = reviewing.comment(interviewer, submission, 2, "Why print?")
    target = reverse("interviews:review", args=[ended.pk])
    before = client.get(target, {"item": "2"})
    assert (before.context["said"].by_line, before.context["said"].locked) == ({2: [mine]}, 1)
    shown = before.content.decode()
    assert ("Copied, I think." in shown, "1 comment of another interviewer" in shown) == (False, True)
    file(client, ended)
    assert "Copied, I think." in client.get(target, {"item": "2"}).content.decode()


def test_a_comment_on_a_line_that_is_not_there_is_on_all_of_it(interviewer: User, ended: Sitting) -> None:
    said = reviewing.comment(interviewer, Submission.objects.get(), 99, "All of it")
    assert said.line == 0


def test_a_note_is_its_writers_alone(client: Client, ended: Sitting, other_interviewer: User) -> None:
    client.post(reverse("interviews:save_note", args=[ended.pk]), {"text": "Ask about KV caches", "seen": ""})
    mine = client.get(reverse("interviews:review", args=[ended.pk])).content.decode()
    client.force_login(other_interviewer)
    theirs = client.get(reverse("interviews:review", args=[ended.pk])).content.decode()
    assert ("Ask about KV caches" in mine, "Ask about KV caches" in theirs) == (True, False)


def test_a_note_of_another_tab_is_not_lost(client: Client, ended: Sitting) -> None:
    review, save = (reverse(f"interviews:{name}", args=[ended.pk]) for name in ("review", "save_note"))
    seen = client.get(review).context["note"]["seen"].value()
    client.post(save, {"text": "From one tab", "seen": seen})
    page = client.post(save, {"text": "From the other", "seen": seen})
    shown = page.context["note"]
    assert (page.status_code, page.context["other_note"], shown["text"].value()) == (
        409,
        "From one tab",
        "From the other",
    )
    assert client.get(review).context["note"]["text"].value() == "From one tab"
    client.post(save, {"text": "From the other", "seen": shown["seen"].value()})
    assert client.get(review).context["note"]["text"].value() == "From the other"


@pytest.mark.parametrize("raters", [1, 3])
def test_a_review_asks_the_same_for_any_number_of_cards(
    client: Client, make_user: MakeUser, ended: Sitting, django_assert_num_queries: Any, raters: int
) -> None:
    file(client, ended)
    for number in range(raters):
        other = Client()
        other.force_login(make_user(Role.INTERVIEWER, f"rater-{number}"))
        file(other, ended)
    with django_assert_num_queries(19):
        client.get(reverse("interviews:review", args=[ended.pk]))


@pytest.mark.parametrize(("against", "shown"), [("starter", True), ("previous", False), ("nonsense", False)])
def test_an_attempt_is_compared(client: Client, ended: Sitting, against: str, shown: bool) -> None:
    page = client.get(reverse("interviews:review", args=[ended.pk]), {"item": "2", "diff": against})
    assert (page.context["diff"] is not None) is shown


def test_a_reference_that_cannot_be_read_is_none(
    client: Client, ended: Sitting, fake_version: ProblemVersion
) -> None:
    ProblemVersion.objects.filter(pk=fake_version.pk).update(digest="0" * 64)
    page = client.get(reverse("interviews:review", args=[ended.pk]), {"item": "2", "diff": "reference"})
    assert (page.status_code, page.context["diff"]) == (200, None)


def test_an_attempt_is_compared_with_the_reference(client: Client, ended: Sitting) -> None:
    page = client.get(reverse("interviews:review", args=[ended.pk]), {"item": "2", "diff": "reference"})
    assert page.context["diff"].equal is False


@pytest.fixture
def written(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    """A sitting whose program was written, run, submitted and written on, each time another."""
    monkeypatch.setattr(limits, "SNAPSHOT_EVERY", 0.0)
    sitting = begin()
    item = sitting.session.items.get(position=2)
    sittings.save_work(sitting, item, "print('a')", 0)
    ran = sittings.run(sitting, item, "print('run')", "")
    held = services.claim(ran.pk)
    assert held is not None
    services.finish(held, new_verdict(summary={"zh": "跑了", "en": "It ran."}, output="what it printed"))
    judged(sitting)
    sittings.save_work(sitting, item, "print('z')", 1)
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    return sitting


def test_runs_are_among_the_attempts(client: Client, written: Sitting) -> None:
    target = reverse("interviews:review", args=[written.pk])
    attempts = client.get(target, {"item": "2"}).context["attempts"]
    assert [(one.key[0], one.is_run) for one in attempts] == [
        ("w", False),
        ("s", True),
        ("s", False),
        ("w", False),
        ("s", False),
    ]
    assert attempts[0].made.get_deferred_fields() == {"text"}  # of thousands, those that are shown are read
    page = client.get(target, {"item": "2", "at": attempts[1].key})
    assert page.context["attempt"].source == "print('run')"
    assert [text in page.content.decode() for text in ("It ran.", "what it printed")] == [True] * 2


def test_what_is_measured_stands_beside_the_reference(client: Client, begin: Begin) -> None:
    sitting = begin()
    title = Text("准确率", "Accuracy of all")
    metric = Metric("m", title, 0.87, 0.85, 0.89, "higher", 0.5, 0.88, 0.974, 48.7, 50.0)
    judged(sitting, metrics=[asdict(metric)])
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    shown = client.get(reverse("interviews:review", args=[sitting.pk]), {"item": "2"}).content.decode()
    said = " ".join(shown[shown.index("Accuracy of all") :].split())
    assert [text in said for text in ("<b>0.8500 – 0.8900</b>", "reference 0.8800")] == [True] * 2


def test_points_of_an_answer_have_words(client: Client, ended: Sitting) -> None:
    form = client.get(reverse("interviews:review", args=[ended.pk])).context["card"]
    (answer, _code) = form.item_fields()
    assert [words for value, words in answer.field.choices if value] == [
        f"{point} · {words}" for point, words in enumerate(ANSWER_ANCHORS, 1)
    ]


def test_how_it_was_written_is_told_in_words(client: Client, begin: Begin) -> None:
    sitting = begin()
    item = sitting.session.items.get(position=1)
    sittings.save_work(sitting, item, "pasted", 0, pasted=6)
    sittings.save_work(sitting, item, "paste", 1)
    Snapshot.objects.create(
        work=item.works.get(), at=sitting.begun_at + timedelta(seconds=75), text="x", pasted=1
    )
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    shown = client.get(reverse("interviews:review", args=[sitting.pk])).content.decode()
    assert [text in shown for text in ("0:00: 6 characters pasted", "1:15: 1 character pasted")] == [True] * 2
    assert "6 at the longest." in shown


def test_a_full_record_says_so(client: Client, begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = begin()
    target, item = reverse("interviews:review", args=[sitting.pk]), sitting.session.items.get(position=1)
    for revision, text in enumerate(["a", "ab", "abc"]):
        sittings.save_work(sitting, item, text, revision, pasted=1)
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    for most, told in ((4, False), (3, True)):
        monkeypatch.setattr(limits, "SNAPSHOTS", most)
        assert ("The record is full" in client.get(target).content.decode()) is told


@pytest.mark.parametrize(("against", "removed"), [("previous", 0), ("submission", 2), ("starter", 1)])
def test_the_last_attempt_is_compared(client: Client, written: Sitting, against: str, removed: int) -> None:
    asked = {"item": "2", "diff": against}
    page = client.get(reverse("interviews:review", args=[written.pk]), asked)
    assert page.context["diff"].removed == removed


def test_an_answer_is_compared_with_what_stood_before(client: Client, live: Session, begin: Begin) -> None:
    sitting = begin()
    item, target = live.items.get(position=1), reverse("interviews:review", args=[sitting.pk])
    sittings.save_work(sitting, item, "one\ntwo", 0, pasted=1)
    asked = {"item": "1", "diff": "previous"}
    assert "There is nothing to compare with." in client.get(target, asked).content.decode()
    sittings.save_work(sitting, item, "one\n2\nthree", 1, pasted=1)
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    diff = client.get(target, asked).context["diff"]
    assert (diff.removed, diff.added) == (1, 2)


def test_an_answer_is_read_as_it_stood_at_any_time(client: Client, live: Session, begin: Begin) -> None:
    sitting = begin()
    item = live.items.get(position=1)
    for revision, (text, pasted) in enumerate(
        [("Mine.", 0), ("Mine. A passage.", 11), ("Mine. Adapted.", 0)]
    ):
        sittings.save_work(sitting, item, text, revision, pasted)
    target = reverse("interviews:review", args=[sitting.pk])
    page = client.get(target)
    attempts = page.context["attempts"]
    assert [one.source for one in attempts] == ["Mine.", "Mine. A passage.", "Mine. Adapted."]
    assert [one.pasted for one in attempts] == [0, 11, 0]
    assert _answer_in(page.content.decode()) == "Mine. Adapted."
    pasted = client.get(target, {"at": attempts[1].key}).content.decode()
    assert _answer_in(pasted) == "Mine. A passage."
    assert "+11 pasted" in pasted
    sittings.end(sitting, Sitting.Ending.HANDED_IN)
    assert len(client.get(target).context["attempts"]) == 3


def _answer_in(page: str) -> str:
    (answer,) = re.findall(r'<div class="pad as-written">(.*?)</div>', page[page.index('id="attempt"') :])
    return str(answer)


QUEUE = "session=&mine=open"


def test_the_filters_of_the_queue_come_along(client: Client, ended: Sitting) -> None:
    here = f"{reverse('interviews:review', args=[ended.pk])}?{QUEUE}&item=2"
    shown = client.get(here)
    submission = Submission.objects.get()
    for name in ("file_card", "save_note"):
        assert (
            f'action="{reverse(f"interviews:{name}", args=[ended.pk])}?{QUEUE}&amp;item=2"'.replace(
                "session=&mine", "session=&amp;mine"
            )
            in shown.content.decode()
        )
    assert '<input type="hidden" name="mine" value="open">' in shown.content.decode()
    note = client.post(reverse("interviews:save_note", args=[ended.pk]) + f"?{QUEUE}&item=2", {"text": "x"})
    assert note["Location"] == here
    target = reverse("interviews:comment", args=[ended.pk, submission.pk]) + f"?line=2&{QUEUE}"
    said = client.post(target, {"line": "2", "text": "Why?"})
    assert said["Location"] == f"{here}&at=s{submission.pk}#line-2"
    filed = client.post(reverse("interviews:file_card", args=[ended.pk]) + f"?{QUEUE}&item=2", card(ended))
    assert filed["Location"] == here


def test_j_and_k_lead_through_the_queue(client: Client, begin: Begin) -> None:
    rows = [begin() for _ in range(3)]
    for row in rows:
        sittings.end(row, Sitting.Ending.BELL)
    chinese = {"accept-language": "zh-hans"}
    page = client.get(reverse("interviews:review", args=[rows[1].pk]), headers=chinese)
    assert (page.context["before"], page.context["after"]) == (rows[0].pk, rows[2].pk)
    led = re.findall(r'data-key="[jk]"[^>]*>(.*?) <kbd>', page.content.decode(), re.DOTALL)
    assert led == ["上一份", "下一份"]


def test_the_report_says_what_was_reached(client: Client, ended: Sitting) -> None:
    file(client, ended)
    made = client.get(reverse("interviews:report", args=[ended.pk])).context["report"]
    assert [(one.kind, one.verdict, one.score, one.points) for one in made.results] == [
        ("question", "", None, 4.0),
        ("code", "accepted", 88.0, None),
    ]
    assert [(one.title, one.mean) for one in made.criteria] == [("Code", 3.0), ("Words", 3.0)]
    assert [(one.recommendation, one.summary) for one in made.opinions] == [("yes", "Solid.")]


def test_a_program_that_was_not_taken_at_the_end_is_not_passed_over(client: Client, begin: Begin) -> None:
    sitting = begin()
    sittings.save_work(sitting, sitting.session.items.get(position=2), "print('last')", 0)
    versions = ProblemVersion.objects.all()
    versions.update(paused_reason_en="It is mended.")
    sittings.end(sitting, Sitting.Ending.BELL)
    review = f"{reverse('interviews:review', args=[sitting.pk])}?item=2"
    report = reverse("interviews:report", args=[sitting.pk])
    button = reverse("interviews:submit_refused", args=[sitting.pk, 2])
    why = "What stood in the editor at the end was not taken: This problem is paused: It is mended."

    def told() -> list[bool]:
        pages = [client.get(page).content.decode() for page in (review, report)]
        return [why in pages[0], why in pages[1], button in pages[0]]

    assert told() == [True] * 3
    versions.update(paused_reason_en="")
    assert client.post(f"{button}?item=2")["Location"] == review
    assert told() == [False] * 3
    assert Submission.objects.get().source == "print('last')"


def test_the_report_is_a_pdf(client: Client, ended: Sitting) -> None:
    file(client, ended, summary="很好 <b>&\nnew line")
    answer = client.get(reverse("interviews:pdf", args=[ended.pk]))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_session_is_exported(
    client: Client, other_interviewer: User, ended: Sitting, session: Session
) -> None:
    Session.objects.filter(pk=session.pk).update(title="=1+1")
    file(client, ended)
    other = Client()
    other.force_login(other_interviewer)
    file(other, ended, points=2, recommendation="no", summary="No tests.")
    said = json.loads(client.get(reverse("interviews:export", args=[session.pk, "json"])).content)
    assert [(one["candidate"], len(one["results"])) for one in said] == [("Ann Lee", 2)]
    sheet = client.get(reverse("interviews:export", args=[session.pk, "csv"])).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(sheet)))
    assert [(line["session"], line["verdict"]) for line in lines] == [("'=1+1", ""), ("'=1+1", "accepted")]
    assert [(line["opinions"], line["summaries"]) for line in lines] == [
        ("interviewer: yes; other-interviewer: no", "interviewer: Solid.; other-interviewer: No tests.")
    ] * 2
    assert [(line["points: Code"], line["mean: Words"]) for line in lines] == [
        ("interviewer: 3; other-interviewer: 2", "2.5")
    ] * 2
    assert client.get(reverse("interviews:export", args=[session.pk, "exe"])).status_code == 404


def test_two_interviewers_of_one_name_both_count(
    client: Client, interviewer: User, other_interviewer: User, ended: Sitting, session: Session
) -> None:
    User.objects.filter(pk__in=(interviewer.pk, other_interviewer.pk)).update(
        first_name="Wei", last_name="Li"
    )
    file(client, ended, points=4)
    other = Client()
    other.force_login(other_interviewer)
    file(other, ended, points=1)
    (said,) = json.loads(client.get(reverse("interviews:export", args=[session.pk, "json"])).content)
    both = [{"interviewer": "Wei Li", "points": 4}, {"interviewer": "Wei Li", "points": 1}]
    assert [(one["points"], one["mean"]) for one in said["criteria"]] == [(both, 2.5)] * 2
    page = client.get(reverse("interviews:report", args=[ended.pk])).content.decode()
    assert len(re.findall(r"Wei Li 4,\s+Wei Li 1\s", page)) == 2


def test_a_sheet_without_reports_has_its_head(client: Client, session: Session) -> None:
    sheet = client.get(reverse("interviews:export", args=[session.pk, "csv"])).content.decode()
    assert sheet.strip().split(",")[:2] == [f"{BYTE_ORDER_MARK}session", "candidate"]


def test_agreement_is_that_of_first_cards_and_locked_until_mine_is_in(
    client: Client, ended: Sitting, other_interviewer: User, session: Session, make_user: MakeUser
) -> None:
    other = Client()
    other.force_login(other_interviewer)
    file(other, ended, points=2)
    target = reverse("interviews:session", args=[session.pk])
    assert client.get(target).context["agreement"] == []
    file(client, ended, points=3)
    file(client, ended, points=2)  # having read what the other filed
    shown = client.get(target).context["agreement"]
    assert [(title, one.pairs, one.equal, one.within_one) for title, one in shown] == [
        ("Code", 1, 0.0, 1.0),
        ("Words", 1, 0.0, 1.0),
    ]
    third = Client()
    third.force_login(make_user(Role.INTERVIEWER, "third"))
    assert third.get(target).context["agreement"] == []


def test_pages_about_one_candidate_have_titles_of_their_own(client: Client, ended: Sitting) -> None:
    file(client, ended)  # or there is no report yet
    names = ("interviews:review", "interviews:report", "interviews:live")
    pages = [client.get(reverse(name, args=[ended.pk])).content.decode() for name in names]
    titles = {page.partition("<title>")[2].partition("</title>")[0] for page in pages}
    assert [len(titles), "" in titles] == [len(names), False]


def test_group_of_a_refused_card_names_its_error(client: Client, ended: Sitting) -> None:
    criterion = ended.session.criteria.first()
    assert criterion is not None
    sent = card(ended) | {f"c{criterion.pk}": ""}
    page = client.post(reverse("interviews:file_card", args=[ended.pk]), sent).content.decode()
    (named,) = re.findall(r'<fieldset class="scale-field"\s+aria-describedby="(\w+)">', page)
    assert page.count(f'id="{named}"') == 1
