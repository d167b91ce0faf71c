"""The interviewer's sessions: prepared, copied, closed, with invitations."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import invitations, selectors, sittings
from interviews.asked import Asked
from interviews.models import Invitation, Session, Sitting
from judge import services
from questions.models import ProblemVersion, Question
from questions.templatetags.tuneroom import moment
from tests.conftest import MakeUser
from tests.interviews.conftest import Begin
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client: Client, interviewer: User) -> None:
    client.force_login(interviewer)


def filled(subjects: list[str], criteria: list[list[str]], **changed: str) -> dict[str, str]:
    """The form as a browser posts it."""
    data = {"title": "Screen", "mode": "take_home", "minutes": "45", "instructions": ""} | changed
    data |= {f"items-{place}-subject": subject for place, subject in enumerate(subjects)}
    for place, (title, *anchors) in enumerate(criteria):
        data[f"rubric-{place}-title"] = title
        data |= {f"rubric-{place}-anchor{point}": text for point, text in enumerate(anchors, 1)}
    for prefix, count in (("items", len(subjects)), ("rubric", len(criteria))):
        data |= {f"{prefix}-TOTAL_FORMS": str(count), f"{prefix}-INITIAL_FORMS": "0"}
    return data


CODE = ["Code", "a", "b", "c", "d"]


def test_a_session_is_prepared(client: Client, question: Question, fake_version: ProblemVersion) -> None:
    subjects = [f"p:{fake_version.pk}", "", f"q:{question.pk}"]
    answer = client.post(reverse("interviews:new"), filled(subjects, [CODE, [""] * 5]))
    made = Session.objects.get()
    assert answer["Location"] == reverse("interviews:session", args=[made.pk])
    assert [item.subject for item in selectors.items_of(made)] == [fake_version, Asked.of(question)]
    assert [(one.title, one.anchors) for one in made.criteria.all()] == [("Code", ["a", "b", "c", "d"])]
    assert (made.minutes, made.blind) == (45, False)


@pytest.mark.parametrize(
    ("subjects", "criteria", "changed"),
    [
        ([""], [CODE], {}),
        (["twice", "twice"], [CODE], {}),
        (["one"], [["Code", "a", "", "c", "d"]], {}),
        (["one"], [["", "a", "b", "c", "d"]], {}),
        (["one"], [CODE], {"minutes": "0"}),
        (["one"], [CODE], {"title": ""}),
        (["p:999999"], [CODE], {}),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    client: Client,
    question: Question,
    subjects: list[str],
    criteria: list[list[str]],
    changed: dict[str, str],
) -> None:
    given = [f"q:{question.pk}" if subject in {"one", "twice"} else subject for subject in subjects]
    answer = client.post(reverse("interviews:new"), filled(given, criteria, **changed))
    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert answer.context["rubric"].forms[0]["anchor1"].value() == "a"


def test_more_lines_lose_nothing(client: Client, question: Question) -> None:
    given = filled([f"q:{question.pk}"], [CODE]) | {"more": "1"}
    answer = client.post(reverse("interviews:new"), given)
    assert [one["subject"].value() for one in answer.context["items"].forms][:1] == [f"q:{question.pk}"]
    assert len(answer.context["items"].forms) > 1
    assert answer.context["rubric"].forms[0]["anchor4"].value() == "d"
    assert (answer.context["form"]["title"].value(), Session.objects.count()) == ("Screen", 0)


def test_the_browser_keeps_what_was_typed_by_form_and_place(
    client: Client, interviewer: User, session: Session, question: Question
) -> None:
    for query, kept in (("", f"{interviewer.pk}"), (f"?like={session.pk}", f"{interviewer.pk}-{session.pk}")):
        page = client.get(reverse("interviews:new") + query).content.decode()
        assert f'data-kept="{kept}"' in page
    given = filled([f"q:{question.pk}"], [[""] * 5, CODE]) | {"more": "1"}
    lines = client.post(reverse("interviews:new"), given).context["rubric"].forms
    assert [line["title"].value() for line in lines] == ["", "Code", None]


def test_a_copy_begins_with_all_of_it(client: Client, session: Session) -> None:
    page = client.get(reverse("interviews:new"), {"like": session.pk})
    assert page.context["form"]["title"].value() == "Tuning engineer"
    assert [form["title"].value() for form in page.context["rubric"].forms][:2] == ["Code", "Words"]
    assert Session.objects.count() == 1


@pytest.mark.parametrize("way", ["edit", "copy"])
def test_what_is_no_longer_offered_stays_in_a_session(
    client: Client, session: Session, question: Question, fake_version: ProblemVersion, way: str
) -> None:
    Question.objects.filter(pk=question.pk).update(retired=True)
    newer = ProblemVersion.objects.get(pk=fake_version.pk)
    newer.pk, newer.version = None, "2.0"
    newer._state.adding = True
    newer.save()
    target = reverse("interviews:edit", args=[session.pk])
    if way == "copy":
        target = f"{reverse('interviews:new')}?like={session.pk}"
    page = client.get(target)
    lines = page.context["items"].forms[:2]
    chosen = [line["subject"].value() for line in lines]
    assert chosen == [f"q:{question.pk}", f"p:{fake_version.pk}"]
    assert all("selected" in str(line["subject"]) for line in lines)
    saved = client.post(target, filled(chosen, [CODE], seen=page.context["seen"]))
    made = Session.objects.order_by("pk").last()
    assert made is not None
    assert saved["Location"] == reverse("interviews:session", args=[made.pk])
    assert [item.key for item in selectors.items_of(made)] == chosen


def test_a_problem_whose_next_release_is_prepared_is_asked_as_candidates_see_it(
    client: Client, fake_version: ProblemVersion
) -> None:
    newer = ProblemVersion.objects.get(pk=fake_version.pk)
    newer.pk, newer.version, newer.published = None, "2.0", False
    newer._state.adding = True
    newer.save()
    subject = client.get(reverse("interviews:new")).context["items"].forms[0].fields["subject"]
    assert subject.choices[1][1] == [(f"p:{fake_version.pk}", "Fake problem (v1.0)")]


def test_what_somebody_sat_stays(client: Client, session: Session, begin: Begin) -> None:
    begin()
    answer = client.post(reverse("interviews:edit", args=[session.pk]), {})
    assert answer["Location"] == reverse("interviews:session", args=[session.pk])
    session.refresh_from_db()
    assert session.title == "Tuning engineer"


def test_the_link_is_on_the_answer_alone(client: Client, session: Session) -> None:
    answer = client.post(reverse("interviews:invite", args=[session.pk]), {"label": "Ann", "days": "3"})
    token = answer.context["link"].rstrip("/").rsplit("/", 1)[1]
    assert invitations.find_invitation(token).label == "Ann"
    assert token not in client.get(reverse("interviews:session", args=[session.pk])).content.decode()


def test_in_a_blind_session_nothing_of_a_used_link_leads_to_the_alias(
    client: Client, session: Session, sitting: Sitting
) -> None:
    used, waiting = sitting.invitation, invitations.invite(session, "Ben").invitation
    page = client.get(reverse("interviews:session", args=[session.pk])).content.decode()
    links = page[page.index('id="invitations"') :]
    shown = {text: text in links for text in ("Ann Lee", used.start, sitting.alias, "Ben", waiting.start)}
    assert shown == {
        "Ann Lee": True,
        used.start: False,
        sitting.alias: False,
        "Ben": True,
        waiting.start: True,
    }
    Session.objects.update(blind=False)
    assert used.start in client.get(reverse("interviews:session", args=[session.pk])).content.decode()


def test_the_time_beside_who_sits_now_says_that_it_is_the_end(
    client: Client, session: Session, sitting: Sitting
) -> None:
    page = client.get(reverse("interviews:session", args=[session.pk])).content.decode()
    assert f">until {moment(sitting.ends_at)}<" in page


def test_links_are_taken_back_and_given_anew(client: Client, session: Session, sitting: Sitting) -> None:
    made = invitations.invite(session, "Ben").invitation
    client.post(reverse("interviews:revoke", args=[made.pk]))
    made.refresh_from_db()
    assert made.revoked_at is not None
    answer = client.post(reverse("interviews:let_in", args=[sitting.pk]))
    token = answer.context["link"].rstrip("/").rsplit("/", 1)[1]
    assert invitations.find_invitation(token).resumes == sitting


def test_who_has_an_account_gets_no_link_into_it(client: Client, begin: Begin, make_user: MakeUser) -> None:
    sitting = begin(make_user())
    answer = client.post(reverse("interviews:let_in", args=[sitting.pk]))
    assert answer.context["link"] == f"http://testserver{reverse('interviews:sitting', args=[sitting.pk])}"
    assert "This candidate has an account" in answer.content.decode()
    assert not Invitation.objects.filter(resumes=sitting).exists()


def test_an_interviewer_gives_more_time_until_the_bell(
    client: Client, session: Session, begin: Begin
) -> None:
    invite = reverse("interviews:invite", args=[session.pk])
    client.post(invite, {"label": "Ben", "days": "1", "extra_minutes": "20"})
    assert Invitation.objects.get().minutes == session.minutes + 20
    sitting = begin()
    end, give = sitting.ends_at, reverse("interviews:give_time", args=[sitting.pk])
    assert "10 more minutes given." in client.post(give, follow=True).content.decode()
    sitting.refresh_from_db()
    assert (sitting.ends_at - end, sitting.minutes) == (timedelta(minutes=10), session.minutes + 10)
    sittings.close(sitting)
    assert "That interview has ended." in client.post(give, follow=True).content.decode()
    sitting.refresh_from_db()
    assert sitting.minutes == session.minutes + 10


def test_an_interviewer_ends_a_sitting(client: Client, sitting: Sitting) -> None:
    client.post(reverse("interviews:end", args=[sitting.pk]))
    sitting.refresh_from_db()
    assert sitting.ending == Sitting.Ending.CLOSED


@pytest.mark.parametrize("name", ["edit", "invite", "close"])
def test_another_interviewers_session_is_not_changed(
    client: Client, session: Session, other_interviewer: User, name: str
) -> None:
    client.force_login(other_interviewer)
    answer = client.post(
        reverse(f"interviews:{name}", args=[session.pk]), {"label": "x", "days": "1", "on": "1"}
    )
    session.refresh_from_db()
    assert (answer.status_code, session.closed_at, Invitation.objects.count()) == (403, None, 0)


@pytest.mark.parametrize("name", ["sessions", "new", "queue"])
def test_candidates_have_no_business_there(client: Client, make_user: MakeUser, name: str) -> None:
    client.force_login(make_user())
    assert client.get(reverse(f"interviews:{name}")).status_code == 403


def test_who_looks_on_sees_what_is_written(client: Client, live: Session, begin: Begin) -> None:
    sitting = begin()
    candidate = Client()
    candidate.force_login(sitting.author)
    candidate.post(
        reverse("interviews:draft", args=[sitting.pk, 1]), {"source": "as it happens", "revision": "0"}
    )
    page = client.get(reverse("interviews:live", args=[sitting.pk]))
    assert page.context["parts"][0].work.text == "as it happens"
    assert page.context["name"] == sitting.alias


def test_who_looks_on_is_sent_nothing_until_something_changes(
    client: Client, live: Session, begin: Begin
) -> None:
    sitting = begin()
    ran = sittings.run(sitting, live.items.get(position=2), "print('tried')", "")
    script, codes = {"HX-Request": "true", "HX-Target": "live"}, []
    target = reverse("interviews:live", args=[sitting.pk])
    for changes in (lambda: None, lambda: services.claim(ran.pk)):
        seen = {"seen": client.get(target).context["watched"].mark}
        changes()
        codes.append(client.get(target, seen, headers=script).status_code)
    client.logout()
    codes.append(client.get(target, seen, headers=script).status_code)
    assert codes == [HTTPStatus.NO_CONTENT, HTTPStatus.OK, HTTPStatus.UNAUTHORIZED]


def test_who_looks_on_sees_each_run(client: Client, live: Session, begin: Begin) -> None:
    sitting = begin()
    item = live.items.get(position=2)
    ran = sittings.run(sitting, item, "print('tried')", "")
    target = reverse("interviews:live", args=[sitting.pk])
    waiting = client.get(target)
    assert waiting.context["newest_run"].submission == ran
    assert [text in waiting.content.decode() for text in ("tried", "hx-preserve")] == [True, False]
    held = services.claim(ran.pk)
    assert held is not None
    services.finish(held, new_verdict(output="what it printed"))
    done = client.get(target).content.decode()
    assert [text in done for text in ("what it printed", "hx-preserve")] == [True, True]
    sittings.submit(sitting, item, "print(2)")
    latest = client.get(target)
    assert latest.context["newest_run"].submission == ran
    link = f"{reverse('interviews:review', args=[sitting.pk])}?item=2&amp;at=s{ran.pk}"
    assert link in latest.content.decode()


@pytest.mark.parametrize(("mode", "told"), [("live", "looks on:"), ("take_home", "Nobody looks on")])
def test_the_invitation_says_who_looks_on(session: Session, mode: str, told: str) -> None:
    Session.objects.filter(pk=session.pk).update(mode=mode)
    made = invitations.invite(session, "Ann")
    page = Client().get(reverse("interviews:invitation", args=[made.token])).content.decode()
    assert [words in page for words in (told, "looks on:", "Nobody looks on")].count(True) == 2


def test_who_would_be_signed_out_is_told(session: Session, begin: Begin, make_user: MakeUser) -> None:
    fresh, sat = make_user(username="fresh"), make_user(username="sat")
    guest = begin(sat) and begin().author
    address = reverse("interviews:invitation", args=[invitations.invite(session, "Ann").token])
    told = []
    for visitor in (None, fresh, sat, guest, session.author):
        browser = Client()
        if visitor:
            browser.force_login(visitor)
        told.append("Beginning signs you out here" in browser.get(address).content.decode())
    assert told == [False, False, True, True, True]


def test_a_change_of_another_tab_is_not_lost(client: Client, session: Session) -> None:
    target, chosen = reverse("interviews:edit", args=[session.pk]), [selectors.items_of(session)[0].key]
    seen = client.get(target).context["seen"]
    more = client.post(target, filled(chosen, [CODE], seen=seen, more="1", title="Mine"))
    assert more.context["seen"] == seen
    assert client.post(target, filled(chosen, [CODE], seen=seen, title="Theirs")).status_code == 302
    page = client.post(target, filled(chosen, [CODE], seen=seen, title="Mine"))
    session.refresh_from_db()
    assert (page.status_code, session.title, page.context["form"]["title"].value()) == (409, "Theirs", "Mine")
    again = filled(chosen, [CODE], seen=page.context["seen"], title="Mine")
    assert client.post(target, again).status_code == 302
    session.refresh_from_db()
    assert session.title == "Mine"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_sessions_asks_the_same_for_any_number(
    client: Client, interviewer: User, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        Session.objects.create(author=interviewer, title=str(number))
    with django_assert_num_queries(5):
        client.get(reverse("interviews:sessions"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_session_asks_the_same_for_any_number(
    client: Client, session: Session, begin: Begin, django_assert_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        begin()
        invitations.invite(session, "Ben")
    with django_assert_num_queries(11):
        client.get(reverse("interviews:session", args=[session.pk]))
