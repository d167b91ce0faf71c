"""Personal access tokens: how one is made, found again and taken back. The token itself is shown once and
stored nowhere; the database has its SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from accounts.models import AccessToken, User

PREFIX = "tun_"
SECRET_BYTES = 32
MOST = 20
"""Tokens that one account may have."""

USED_EVERY = timedelta(minutes=1)
"""When a token was last used is written no more often."""


class TooMany(Exception):
    """The account has ``MOST`` tokens."""


def make_token(user: User, name: str, *, may_submit: bool, days: int) -> tuple[AccessToken, str]:
    """Make a token that ends in so many days; return its row, and the token for the one time.

    Raises:
        TooMany: one has to be taken back first.
    """
    if AccessToken.objects.filter(user=user).count() >= MOST:
        raise TooMany
    token = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    row = AccessToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(token),
        start=token[: len(PREFIX) + 4],
        may_submit=may_submit,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return row, token


def find_token(token: str) -> AccessToken | None:
    """The valid token of an active account, with its user; None for anything else."""
    now = timezone.now()
    rows = AccessToken.objects.select_related("user").filter(expires_at__gt=now, user__is_active=True)
    row = rows.filter(digest=digest_of(token)).first() if token.startswith(PREFIX) else None
    if row is not None and (row.used_at is None or now - row.used_at > USED_EVERY):
        AccessToken.objects.filter(pk=row.pk).update(used_at=now)
    return row


def revoke_token(user: User, pk: int) -> bool:
    """Take a token back at once; False when the user has none of that number."""
    deleted, _ = AccessToken.objects.filter(user=user, pk=pk).delete()
    return bool(deleted)


def digest_of(token: str) -> str:
    """A token is random enough that no slow hash is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
