"""Every write to accounts that is not allauth's: roles, names on leaderboards, demo accounts."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import IntegrityError, transaction

from accounts.models import Role, User
from accounts.names import key_of

DEMO_FILE = "demo_accounts.json"
PASSWORD_BYTES = 9  # 12 characters when printed


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try a role with. ``password`` is the one it was made with."""

    username: str
    role: str
    password: str


def grant_role(user: User, role: Role) -> None:
    """Set the role and the two flags of Django that follow from it. Does not save."""
    user.role = role
    user.is_staff = user.is_superuser = role == Role.ADMIN


def join_boards(user: User, name: str) -> bool:
    """Show the user on leaderboards as ``name``, which ``accounts.names`` has checked. False, and nothing is
    changed, when somebody else took it in the meantime."""
    user.board_name, user.board_key = name, key_of(name)
    try:
        with transaction.atomic():
            user.save(update_fields=["board_name", "board_key"])
    except IntegrityError:
        user.refresh_from_db(fields=["board_name", "board_key"])
        return False
    return True


def leave_boards(user: User) -> None:
    """Show the user on no leaderboard any more, from the next look at one on. The name is free again."""
    user.board_name, user.board_key = "", None
    user.save(update_fields=["board_name", "board_key"])


def ensure_demo_accounts(home: Path, *, reset: bool = False) -> list[DemoAccount]:
    """Make the missing demo accounts, one a role, and return all of them.

    The passwords are random and kept in ``home/secrets`` for the next call, readable by the
    owner alone. ``reset`` draws new ones. An account whose password is not known gets a new one.
    """
    path = home / "secrets" / DEMO_FILE
    known = {} if reset else _read(path)
    names = {role: f"demo-{role.value}" for role in Role}
    there = set(User.objects.filter(username__in=names.values()).values_list("username", flat=True))
    accounts = []
    for role, name in names.items():
        password = known.get(name, "") if name in there else ""
        accounts.append(DemoAccount(name, role.value, password or _set_new_password(name, role)))
    _write(path, accounts)
    return accounts


def _set_new_password(username: str, role: Role) -> str:
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user = User.objects.filter(username=username).first() or User(username=username)
    grant_role(user, role)
    user.set_password(password)
    user.save()
    return password


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    return {row["username"]: row["password"] for row in json.loads(path.read_text(encoding="utf-8"))}


def _write(path: Path, accounts: list[DemoAccount]) -> None:
    """Replace the file in one step; it is never readable by others, not even while it is written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(account) for account in accounts], file, indent=1)
    fresh.replace(path)
