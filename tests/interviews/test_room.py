"""The candidate's pages: the invitation, the items, saving, running, handing in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews import invitations, limits, sittings
from interviews.models import Entry, Invitation, Session, Sitting, Snapshot, Work
from interviews.refusals import WHY_NOT
from judge.models import Submission
from tests.conftest import MakeUser
from tests.interviews.conftest import Begin

pytestmark = pytest.mark.django_db


def address(name: str, sitting: Sitting, *more: int) -> str:
    return reverse(f"interviews:{name}", args=[sitting.pk, *more])


@pytest.fixture
def seated(client: Client, sitting: Sitting) -> Client:
    """The browser of the sitting's candidate."""
    client.force_login(sitting.author)
    return client


def test_a_visitor_begins_by_the_link_and_is_led_back_to_it(client: Client, session: Session) -> None:
    link = reverse("interviews:invitation", args=[invitations.invite(session, "Ann").token])
    before = client.get(link)
    assert (before.status_code, Sitting.objects.count()) == (200, 0)
    assert before.context["session"] == session
    begun = client.post(link)
    sitting = Sitting.objects.get()
    assert begun["Location"] == address("sitting", sitting)
    assert client.get(begun["Location"]).context["over"] is False
    assert address("sitting", sitting) in client.get(reverse("home")).content.decode()
    for again in (client.get(link), client.post(link)):
        assert again["Location"] == address("sitting", sitting)
    assert Sitting.objects.count() == 1


def test_a_used_link_leads_nobody_else_in_and_says_what_to_do(
    client: Client, session: Session, begin: Begin, make_user: MakeUser
) -> None:
    made = invitations.invite(session, "Ann")
    invitations.enter(made.invitation, None)
    link = reverse("interviews:invitation", args=[made.token])
    anybody = client.get(link)
    assert (anybody.status_code, anybody.context["why"]) == (410, WHY_NOT["used"])
    own = begin(make_user())
    client.force_login(own.author)
    before = client.get(link).content.decode()
    client.get(address("sitting", own))
    after = client.get(link)
    assert [address("sitting", own) in page for page in (before, after.content.decode())] == [False, True]
    assert after.status_code == 410


def test_the_link_back_is_no_dead_end_either(client: Client, sitting: Sitting) -> None:
    link = reverse("interviews:invitation", args=[invitations.let_in_again(sitting).token])
    client.post(link)
    assert client.get(link)["Location"] == address("sitting", sitting)


def test_a_link_signs_nobody_in_to_an_account_of_their_own(
    client: Client, begin: Begin, make_user: MakeUser
) -> None:
    sitting = begin(make_user())
    User.objects.filter(pk=sitting.author.pk).update(username="guest-before")
    made = invitations.invite(sitting.session, "Ann")
    Invitation.objects.filter(pk=made.invitation.pk).update(resumes=sitting)
    link = reverse("interviews:invitation", args=[made.token])
    for answer in (client.get(link), client.post(link)):
        assert answer["Location"] == address("sitting", sitting)
    asked = client.get(address("sitting", sitting))
    assert asked["Location"] == f"{reverse('account_login')}?next={address('sitting', sitting)}"
    assert "_auth_user_id" not in client.session


def test_a_link_signs_a_guest_in_again(client: Client, sitting: Sitting) -> None:
    link = reverse("interviews:invitation", args=[invitations.let_in_again(sitting).token])
    assert client.post(link)["Location"] == address("sitting", sitting)
    assert client.session["_auth_user_id"] == str(sitting.author.pk)


def test_who_signs_in_is_led_back_to_the_sitting(client: Client, begin: Begin, make_user: MakeUser) -> None:
    sitting = begin(make_user())
    client.force_login(sitting.author)
    assert client.get(address("sitting", sitting)).context["over"] is False
    assert address("sitting", sitting) in client.get(reverse("home")).content.decode()


def test_the_invitation_says_whose_the_sitting_will_be(
    client: Client, session: Session, make_user: MakeUser
) -> None:
    made = invitations.invite(session, "Ann")
    link = reverse("interviews:invitation", args=[made.token])
    assert "account" not in client.get(link).context
    candidate = make_user()
    client.force_login(candidate)
    assert client.get(link).context["account"] == candidate
    invitations.enter(made.invitation, candidate)
    again = reverse("interviews:invitation", args=[invitations.invite(session, "Ann").token])
    assert "account" not in client.get(again).context


@pytest.mark.parametrize("name", ["sitting", "item", "draft", "run", "hand_in"])
def test_a_sitting_is_its_candidates_alone(
    client: Client, sitting: Sitting, interviewer: User, make_user: MakeUser, name: str
) -> None:
    places = [] if name in {"sitting", "hand_in"} else [1]
    for user in (make_user(), interviewer):
        client.force_login(user)
        target = address(name, sitting, *places)
        answer = client.get(target) if name in {"sitting", "item"} else client.post(target, {"source": "x"})
        assert answer.status_code == 404


def test_an_answer_is_saved_as_it_is_written(seated: Client, sitting: Sitting) -> None:
    told = seated.post(
        address("draft", sitting, 1), {"source": "An\r\nanswer", "revision": "0", "pasted": "6"}
    )
    assert (told.status_code, told.json()["revision"], told.json()["conflict"]) == (200, 1, False)
    assert Work.objects.get().text == "An\nanswer"
    assert Snapshot.objects.get().pasted == 6
    assert seated.get(address("item", sitting, 1)).context["draft"]["source"] == "An\nanswer"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"source": "x", "revision": "no"}, 400),
        ({"source": "x" * (limits.WORK_BYTES + 1), "revision": "0"}, 413),
        ({"source": "x", "revision": "0", "pasted": "many"}, 200),
    ],
)
def test_a_save_that_makes_no_sense_says_so(
    seated: Client, sitting: Sitting, given: dict[str, str], status: int
) -> None:
    assert seated.post(address("draft", sitting, 1), given).status_code == status


def test_a_save_without_a_session_is_told_so(client: Client, sitting: Sitting) -> None:
    assert client.post(address("draft", sitting, 1), {"source": "x"}).status_code == 401


@pytest.mark.parametrize("place", [1, 2])
def test_the_button_saves_without_a_script_unless_something_newer_is_there(
    seated: Client, sitting: Sitting, place: int
) -> None:
    page, first = address("item", sitting, place), {"source": "By hand", "revision": "0", "save": "1"}
    assert 'name="revision" value="0"' in seated.get(page).content.decode()
    assert seated.post(page, first)["Location"] == page
    late = seated.post(page, first | {"source": "Too late"})
    assert (late.status_code, Work.objects.get().text) == (409, "By hand")
    assert late.context["form"]["source"].value() == "Too late"
    assert 'name="revision" value="1"' in late.content.decode()
    assert seated.post(page, first | {"source": "Too late", "revision": "1"}).status_code == 302
    assert (Work.objects.get().text, Entry.objects.count()) == ("Too late", 0)
    large = first | {"source": "x" * (limits.WORK_BYTES + 1), "revision": "2"}
    assert seated.post(page, large).status_code == 413
    assert 'name="revision" value="0"' in seated.post(page, large | {"revision": "0"}).content.decode()
    sittings.end(sitting, Sitting.Ending.BELL)
    assert seated.post(page, first | {"revision": "2"})["Location"] == address("sitting", sitting)


def test_a_program_is_submitted_to_the_pinned_version(seated: Client, sitting: Sitting) -> None:
    answer = seated.post(address("item", sitting, 2), {"source": "print(1)"})
    assert answer["Location"] == address("item", sitting, 2)
    entry = Entry.objects.get()
    assert (entry.sitting, entry.submission.source) == (sitting, "print(1)")
    shown = seated.get(answer["Location"])
    assert shown.context["submissions"] == [entry.submission]
    assert shown.context["form"]["source"].value() != "print(1)"  # a script saves that, and how it came
    seated.post(answer["Location"], {"source": "print(2)", "revision": "0"})
    assert seated.get(answer["Location"]).context["form"]["source"].value() == "print(2)"


@pytest.mark.parametrize("name", ["item", "run"])
def test_what_is_sent_without_a_script_is_kept_though_it_is_refused(
    seated: Client, sitting: Sitting, name: str
) -> None:
    target, sent = address(name, sitting, 2), {"source": "#" * limits.WORK_BYTES, "revision": "0"}
    assert seated.post(target, sent).status_code == 422
    assert Work.objects.get().text == sent["source"]
    stale = seated.post(target, sent | {"source": "#" * 300})
    assert (stale.status_code, "Not saved: a newer draft" in stale.content.decode()) == (422, True)
    stale = seated.post(target, sent | {"source": "print('stale')"}, follow=True)
    assert "A newer text came from elsewhere" in stale.content.decode()
    assert Entry.objects.get().submission.source == "print('stale')"
    unread = {"file": SimpleUploadedFile("a.py", "中文".encode("gbk")), "revision": "0"}
    assert 'name="revision" value="0"' in seated.post(target, sent | unread).content.decode()
    nul = SimpleUploadedFile("a.py", b"x = 1\0")
    assert seated.post(target, sent | {"file": nul, "revision": "1"}).status_code == 422
    assert Work.objects.get().text == sent["source"]


def test_who_goes_back_to_a_form_without_a_script_sends_what_it_says(
    seated: Client, sitting: Sitting
) -> None:
    as_it_was = {"revision": "0"}
    for source in ("print(1)", "print(2)", "print(3)"):
        answer = seated.post(address("run", sitting, 2), as_it_was | {"source": source}, follow=True)
        assert "A newer text" not in answer.content.decode()
    assert Work.objects.get().text == "print(3)"
    sittings.end(sitting, Sitting.Ending.BELL)
    assert Entry.objects.last().submission.source == "print(3)"


def test_a_program_leads_back_to_the_sitting_and_no_further(
    seated: Client, sitting: Sitting, interviewer: User, make_user: MakeUser, begin: Begin
) -> None:
    room = address("item", sitting, 2)
    seated.post(room, {"source": "print(1)"})
    seated.post(room, {"source": "print(2)"})
    seated.post(address("run", sitting, 2), {"source": "print(3)", "typed": "in"})
    first, _, ran = [entry.submission for entry in Entry.objects.all()]
    public = reverse("problem", args=[first.problem_version.problem.slug])
    pages = [reverse("submission", args=[first.pk]), reverse("run", args=[ran.pk])]
    for page, made in zip(pages, (first, ran), strict=True):
        shown = seated.get(page).content.decode()
        assert (f'"{room}?from={made.pk}"' in shown, f'"{public}' in shown) == (True, False)
        context = seated.get(room, {"from": made.pk}).context
        assert (context["form"]["source"].value(), context["earlier"]) == (made.source, made)
        assert context["form"]["typed"].value() == made.typed
    other = begin(make_user())
    client = Client()
    client.force_login(other.author)
    assert client.get(address("item", other, 2), {"from": first.pk}).context["earlier"] is None
    client.force_login(interviewer)
    assert f'"{public}?from={first.pk}"' in client.get(pages[0]).content.decode()
    Sitting.objects.update(ended_at=timezone.now())
    assert f"?from={first.pk}" not in seated.get(pages[0]).content.decode()


def test_the_page_follows_what_was_submitted_until_the_time_is_over(seated: Client, sitting: Sitting) -> None:
    place, script = address("item", sitting, 2), {"HX-Request": "true", "HX-Target": "mine-live"}
    seated.post(place, {"source": "print(1)"})
    mark = seated.get(place).context["mine"].mark
    asked = [seated.get(place, {"seen": seen}, headers=script).status_code for seen in (mark, "another")]
    Sitting.objects.update(ended_at=timezone.now())
    over = seated.get(place, {"seen": "another"}, headers=script)
    assert over["HX-Refresh"] == "true"
    assert [*asked, over.status_code, Client().get(place, {"seen": mark}, headers=script).status_code] == [
        *(204, 200, 204, 401)
    ]


def test_a_refused_program_stays_in_the_editor(seated: Client, sitting: Sitting) -> None:
    answer = seated.post(address("item", sitting, 2), {"source": "  "})
    assert (answer.status_code, Entry.objects.count()) == (422, 0)
    assert answer.context["form"]["source"].value() == "  "


def test_the_overview_says_what_is_to_do_and_in_the_end_what_was_done(
    seated: Client, sitting: Sitting
) -> None:
    said = re.compile("Everything is saved|(?:not )?(?:begun|answered)|1 submission")
    seated.post(address("draft", sitting, 1), {"source": "mine", "revision": "0"})
    pages = [seated.get(address("sitting", sitting)), seated.post(address("hand_in", sitting), follow=True)]
    assert [said.findall(page.content.decode()) for page in pages] == [
        ["Everything is saved", "begun", "not begun"],
        ["answered", "not answered"],
    ]


def test_a_run_is_of_the_sitting(seated: Client, sitting: Sitting) -> None:
    seated.post(address("run", sitting, 2), {"source": "print(1)", "typed": ""})
    assert Entry.objects.get().submission.purpose == Submission.Purpose.RUN
    assert not Work.objects.exists()
    seated.post(address("run", sitting, 2), {"source": "print(2)", "typed": "", "revision": "0"})
    assert Work.objects.get().text == "print(2)"  # no script saved it
    assert seated.post(address("run", sitting, 1), {"source": "x"}).status_code == 404


def test_handing_in_ends_it(seated: Client, sitting: Sitting) -> None:
    seated.post(address("draft", sitting, 2), {"source": "print('last')", "revision": "0"})
    seated.post(address("hand_in", sitting))
    assert Submission.objects.get().source == "print('last')"
    assert seated.get(address("sitting", sitting)).context["over"] is True
    assert seated.get(address("item", sitting, 1))["Location"] == address("sitting", sitting)
    late = seated.post(address("draft", sitting, 1), {"source": "late", "revision": "0"})
    assert (late.status_code, late.json()) == (409, {"error": "over"})


def test_the_bell_rings_for_who_comes_back_late(client: Client, begin: Begin) -> None:
    late = begin(ends_at=timezone.now() - timedelta(seconds=limits.GRACE_SECONDS + 1))
    client.force_login(late.author)
    assert client.get(address("sitting", late)).context["over"] is True
    late.refresh_from_db()
    assert late.ending == Sitting.Ending.BELL


def test_the_clock_is_the_servers_and_says_when_it_is_over(
    seated: Client, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = seated.get(address("clock", sitting)).json()
    assert (3590 < told["left"] <= 3600, told["over"]) == (True, False)
    assert Client().get(address("clock", sitting)).status_code == 401
    sittings.close(sitting)
    told = seated.get(address("clock", sitting)).json()
    assert (told["left"] <= 0, told["over"]) == (True, False)  # what is on its way is still taken
    saved = seated.post(address("draft", sitting, 1), {"source": "just in time", "revision": "0"})
    assert saved.status_code == 200
    monkeypatch.setattr(limits, "GRACE_SECONDS", 0.0)
    assert seated.get(address("clock", sitting)).json()["over"] is True
    page = seated.get(address("item", sitting, 1), follow=True).content.decode()
    assert "An interviewer ended it" in page
    assert '<script type="application/json">"just in time"</script>' in page
    sitting.refresh_from_db()
    assert sitting.ending == Sitting.Ending.CLOSED


def test_a_guest_is_told_what_signing_out_means(seated: Client, sitting: Sitting) -> None:
    page = seated.get(address("item", sitting, 1)).content.decode()
    assert f'action="{reverse("account_logout")}"' not in page  # no button signs out at once
    assert "ask the interviewer for a new link" in page
    assert reverse("account_change_password") not in page
    asked = seated.get(reverse("account_change_password"), follow=True)
    assert (asked.status_code, "has no password" in asked.content.decode()) == (200, True)
    assert "only a new link" in seated.get(reverse("account_logout")).content.decode()
    seated.post(reverse("account_logout"))
    assert "Ask the interviewer" in seated.get(address("sitting", sitting), follow=True).content.decode()


def test_hints_and_explanations_are_not_in_the_room(seated: Client, sitting: Sitting) -> None:
    page = seated.get(address("item", sitting, 2)).content.decode()
    version = sitting.session.items.get(position=2).problem_version
    assert version is not None
    assert reverse("kit", args=[version.problem.slug]) not in page
    assert reverse("hint", args=[version.problem.slug]) not in page
