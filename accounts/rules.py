"""Who may do what: predicates over users, and the permissions built on them.

``rules`` finds this module at start. Pages and views ask ``user.has_perm``; nobody compares roles.
Objects are known here only by ``author_id`` and ``of_package``: this app stands below those that own them.
"""

from __future__ import annotations

from typing import Any, Protocol

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.models import Role, User


class Authored(Protocol):
    """Anything that belongs to one user."""

    author_id: int


def _has_role(user: Any, *roles: Role) -> bool:
    return isinstance(user, User) and user.is_active and user.role in roles


@predicate
def is_interviewer(user: Any) -> bool:
    """May see what candidates sent in."""
    return _has_role(user, Role.INTERVIEWER, Role.ADMIN)


@predicate
def is_author(user: Any) -> bool:
    """May write questions and problems."""
    return _has_role(user, Role.AUTHOR, Role.ADMIN)


@predicate
def is_admin(user: Any) -> bool:
    """May do everything."""
    return _has_role(user, Role.ADMIN)


@predicate
def is_own(user: Any, thing: Authored | None) -> bool:
    """Whether ``thing`` is the user's; false when no thing is asked about."""
    return thing is not None and user.pk is not None and thing.author_id == user.pk


@predicate
def is_of_package(user: Any, thing: Any) -> bool:
    """Whether ``thing`` belongs to a problem that is being written, as drafts do: to all authors."""
    return bool(getattr(thing, "of_package", False))


add_perm("judge.view_all_submissions", is_interviewer)
add_perm("judge.view_submission", is_own | is_interviewer | is_author & is_of_package)
add_perm("judge.review_similarity", is_interviewer)
add_perm("judge.rejudge", is_interviewer)
add_perm("judge.cancel_submission", is_own | is_admin)
add_perm("questions.write", is_author)
add_perm("interviews.review", is_interviewer)
add_perm("interviews.change_session", is_interviewer & is_own | is_admin)
add_perm("judge.read_metrics", is_admin)
