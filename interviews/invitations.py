"""Links into a session: made, taken back, used once. The token is shown when it is made and stored nowhere;
the database has its SHA-256.

A link signs its bearer in to a guest's account alone, which an invitation made and nobody can sign in to in
another way. Who has an account of their own goes on by signing in.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Role, User
from accounts.tokens import digest_of
from interviews import limits
from interviews.models import Invitation, Session, Sitting

SECRET_BYTES = 24
GUEST = "guest-"
"""How the names of accounts that an invitation made begin."""

ALIAS_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without the letters and digits that look alike."""


class NotOpen(Exception):
    """The invitation lets nobody in. ``why`` is unknown, used, expired, revoked or closed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Made:
    """A new invitation and its token, for the one time."""

    invitation: Invitation
    token: str


def invite(session: Session, label: str, days: int = limits.INVITATION_DAYS, extra_minutes: int = 0) -> Made:
    """Make a link for one person, good for so many days, with so much time beyond the session's."""
    return _make(session, label, days, extra_minutes=extra_minutes)


def is_guest(user: User) -> bool:
    """Whether an invitation made the account and nobody can sign in to it: neither by a password nor by
    setting one by mail."""
    return user.username.startswith(GUEST) and not user.has_usable_password() and not user.email


def let_in_again(sitting: Sitting) -> Made:
    """Make a link by which the guest of a sitting goes on in another browser. Earlier ones are void."""
    assert is_guest(sitting.author), "who has an account signs in to it"
    unused = Invitation.objects.filter(resumes=sitting, used_at__isnull=True)
    unused.update(revoked_at=timezone.now())
    return _make(sitting.session, sitting.label, 1, resumes=sitting)


def _make(
    session: Session, label: str, days: int, *, extra_minutes: int = 0, resumes: Sitting | None = None
) -> Made:
    token = secrets.token_urlsafe(SECRET_BYTES)
    row = Invitation.objects.create(
        session=session,
        label=label,
        digest=digest_of(token),
        start=token[:6],
        expires_at=timezone.now() + timedelta(days=days),
        extra_minutes=extra_minutes,
        resumes=resumes,
    )
    return Made(row, token)


def revoke(invitation: Invitation) -> bool:
    """Take a link back; False when it was used before."""
    rows = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, revoked_at__isnull=True)
    return bool(rows.update(revoked_at=timezone.now()))


def open_invitations(session: Session) -> QuerySet[Invitation]:
    """The links of a session, newest first, those that resume a sitting apart."""
    return session.invitations.filter(resumes__isnull=True)


def find_invitation(token: str) -> Invitation:
    """The invitation of a token that lets somebody in now.

    Raises:
        NotOpen: it does not.
    """
    rows = Invitation.objects.select_related("session", "resumes__author", "sitting")
    row = rows.filter(digest=digest_of(token)).first()
    if row is None:
        raise NotOpen("unknown")
    if row.used_at:
        raise NotOpen("used")
    if row.revoked_at:
        raise NotOpen("revoked")
    if row.expires_at <= timezone.now():
        raise NotOpen("expired")
    if row.session.closed_at and row.resumes is None:
        raise NotOpen("closed")
    return row


def led_to(token: str, visitor: User | None) -> Sitting | None:
    """The visitor's own sitting that the link of a token began, or was made to lead back into."""
    if visitor is None:
        return None
    led = Q(invitation__digest=digest_of(token)) | Q(resumptions__digest=digest_of(token))
    return Sitting.objects.filter(led, author=visitor).first()


def enter(invitation: Invitation, visitor: User | None) -> Sitting:
    """Use the invitation: begin its sitting, or go on with the one that it resumes. A visitor without an
    account gets one that only this browser is signed in to.

    Raises:
        NotOpen: somebody used it, took it back or closed the session just before.
    """
    with transaction.atomic():
        unused = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, revoked_at__isnull=True)
        if not unused.update(used_at=timezone.now()):
            raise NotOpen("used")
        if invitation.resumes is not None:
            return invitation.resumes
        sitting = _begin(invitation, visitor)
        Invitation.objects.filter(pk=invitation.pk).update(sitting=sitting)
    return sitting


def sits_as(session: Session, visitor: User | None) -> User | None:
    """The account that a visitor sits with: their own, if they are a candidate and have not sat the session
    yet; None for a new one."""
    if visitor is None or visitor.role != Role.CANDIDATE:
        return None
    return None if Sitting.objects.filter(session=session, author=visitor).exists() else visitor


def _begin(invitation: Invitation, visitor: User | None) -> Sitting:
    # As it is once nobody changes it: see sessions.save_session.
    session, now = Session.objects.select_for_update().get(pk=invitation.session_id), timezone.now()
    if session.closed_at:
        raise NotOpen("closed")
    author = sits_as(session, visitor) or _guest()
    return Sitting.objects.create(
        session=session,
        author=author,
        label=invitation.label,
        alias=_alias(session),
        begun_at=now,
        ends_at=now + timedelta(minutes=session.minutes + invitation.extra_minutes),
        extra_minutes=invitation.extra_minutes,
    )


def _guest() -> User:
    user = User.objects.create(username=f"{GUEST}{secrets.token_hex(6)}", role=Role.CANDIDATE)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    return user


def _alias(session: Session) -> str:
    """A name that says nothing: four characters that no other sitting of the session has."""
    while True:
        alias = "".join(secrets.choice(ALIAS_ALPHABET) for _ in range(4))
        if not Sitting.objects.filter(Q(session=session) & Q(alias=alias)).exists():
            return alias
