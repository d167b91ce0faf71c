"""Links into a session: good once, for one person, for a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role, User
from interviews import invitations, sessions
from interviews.invitations import NotOpen
from interviews.models import Invitation, Session, Sitting
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db


def why_not(token: str) -> str:
    with pytest.raises(NotOpen) as caught:
        invitations.find_invitation(token)
    return caught.value.why


def test_the_token_is_stored_nowhere(session: Session) -> None:
    made = invitations.invite(session, "Ann")
    stored = Invitation.objects.values().get()
    assert made.token not in {str(value) for value in stored.values()}
    assert invitations.find_invitation(made.token) == made.invitation


def test_a_visitor_gets_an_account_that_nobody_can_sign_in_to(session: Session) -> None:
    sitting = invitations.enter(invitations.invite(session, "Ann").invitation, None)
    assert sitting.author.role == Role.CANDIDATE
    assert not sitting.author.has_usable_password()
    assert sitting.ends_at - sitting.begun_at == timedelta(minutes=60)


@pytest.mark.parametrize("own", [{"email": "ann@example.org"}, {"password": "x"}, {"username": "ann"}])
def test_an_account_that_can_be_signed_in_to_is_no_guests(sitting: Sitting, own: dict[str, str]) -> None:
    assert invitations.is_guest(sitting.author)
    for name, value in own.items():
        setattr(sitting.author, name, value)
    assert not invitations.is_guest(sitting.author)


def test_a_candidate_sits_with_their_own_account_once(session: Session, make_user: MakeUser) -> None:
    candidate = make_user()
    first, second = (
        invitations.enter(invitations.invite(session, "Ann").invitation, candidate) for _ in range(2)
    )
    assert first.author == candidate
    assert second.author not in {candidate, first.author}


def test_who_begins_sits_the_session_as_it_is_then(session: Session) -> None:
    asked = invitations.find_invitation(invitations.invite(session, "Ann").token)
    Session.objects.filter(pk=session.pk).update(minutes=30)  # after the request had read it
    sitting = invitations.enter(asked, None)
    assert sitting.ends_at - sitting.begun_at == timedelta(minutes=30)


def test_who_needs_more_time_has_it_from_the_beginning(session: Session) -> None:
    asked = invitations.find_invitation(invitations.invite(session, "Ann", extra_minutes=15).token)
    sitting = invitations.enter(asked, None)
    assert (asked.minutes, sitting.minutes) == (75, 75)
    assert sitting.ends_at - sitting.begun_at == timedelta(minutes=75)


def test_an_interviewer_never_sits_with_their_account(session: Session, interviewer: User) -> None:
    sitting = invitations.enter(invitations.invite(session, "Try").invitation, interviewer)
    assert sitting.author != interviewer


def test_a_link_is_good_once(session: Session) -> None:
    made = invitations.invite(session, "Ann")
    invitations.enter(made.invitation, None)
    assert why_not(made.token) == "used"
    with pytest.raises(NotOpen):
        invitations.enter(made.invitation, None)
    assert Sitting.objects.count() == 1


def test_links_that_let_nobody_in_say_why(session: Session) -> None:
    assert why_not("no such") == "unknown"
    late = invitations.invite(session, "Ann")
    Invitation.objects.filter(pk=late.invitation.pk).update(expires_at=timezone.now())
    assert why_not(late.token) == "expired"
    back = invitations.invite(session, "Ben")
    assert invitations.revoke(back.invitation)
    assert not invitations.revoke(back.invitation)
    assert why_not(back.token) == "revoked"
    shut = invitations.invite(session, "Cem")
    sessions.set_closed(session, True)
    assert why_not(shut.token) == "closed"
    sessions.set_closed(session, False)
    assert invitations.find_invitation(shut.token) == shut.invitation


def test_a_session_that_is_closed_at_that_moment_lets_nobody_in(session: Session) -> None:
    asked = invitations.find_invitation(invitations.invite(session, "Ann").token)
    sessions.set_closed(session, True)  # after the request had read it
    with pytest.raises(NotOpen) as caught:
        invitations.enter(asked, None)
    asked.refresh_from_db()
    assert (caught.value.why, asked.used_at, Sitting.objects.count()) == ("closed", None, 0)


def test_another_link_leads_back_into_the_same_sitting(session: Session, sitting: Sitting) -> None:
    first, second = invitations.let_in_again(sitting), invitations.let_in_again(sitting)
    assert why_not(first.token) == "revoked"
    sessions.set_closed(session, True)  # who sits goes on
    found = invitations.find_invitation(second.token)
    assert invitations.enter(found, None) == sitting
    assert why_not(second.token) == "used"
    assert Sitting.objects.count() == 1
