"""Submissions that a client may send twice without making two: by a key of its own choice (the header
``Idempotency-Key``), which names what was sent for a day.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from judge import services
from judge.models import Repeat, Submission
from questions.models import ProblemVersion

LONGEST = 100
KEPT = timedelta(days=1)


class Unusable(Exception):
    """The key is too long, or was used for something else; the message says so."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The submission, and whether it was made now."""

    row: Submission
    made: bool


def submit_once(author: User, version: ProblemVersion, source: str, key: str) -> Sent:
    """Submit, unless the author did so with this key already. Without a key every call submits.

    Raises:
        SubmitError: see ``services.submit``; the key stays free.
        Unusable: the key names something else.
    """
    if not key:
        return Sent(services.submit(author, version, source), made=True)
    if len(key) > LONGEST or not key.isprintable():
        raise Unusable(_("An idempotency key has at most %(most)s printable characters.") % {"most": LONGEST})
    digest = hashlib.sha256(f"{version.problem.slug}\n{source}".encode()).hexdigest()
    Repeat.objects.filter(author=author, made_at__lt=timezone.now() - KEPT).delete()
    return _found(author, key, digest) or _made(author, version, source, key, digest)


def _found(author: User, key: str, digest: str) -> Sent | None:
    earlier = Repeat.objects.select_related("submission").filter(author=author, key=key).first()
    if earlier is None:
        return None
    if earlier.digest != digest:
        raise Unusable(_("This idempotency key was used for other code or another problem."))
    return Sent(earlier.submission, made=False)


def _made(author: User, version: ProblemVersion, source: str, key: str, digest: str) -> Sent:
    """Both rows or neither: of two calls at a time one makes them, and the other finds them, even where
    no further submission is allowed."""
    try:
        with transaction.atomic():
            row = services.submit(author, version, source)
            Repeat.objects.create(author=author, key=key, digest=digest, submission=row)
    except (IntegrityError, services.SubmitError):
        found = _found(author, key, digest)
        if found is None:
            raise
        return found
    return Sent(row, made=True)
