"""Fixtures that more than one folder of tests uses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import Role, User
from questions.models import ProblemVersion
from questions.problem_loader import load_package
from questions.problem_package import Package, read_package
from tests.packages import write_package

MakeUser = Callable[..., User]


@pytest.fixture
def make_user(db: None) -> MakeUser:
    """Make a user of a role, named after it unless told otherwise."""

    def make(role: Role = Role.CANDIDATE, username: str = "") -> User:
        return User.objects.create_user(username or role.value, password="a long password", role=role)

    return make


@pytest.fixture
def fake_package(tmp_path: Path) -> Package:
    """A package of the fake kind, freshly written."""
    return read_package(write_package(tmp_path / "fake-problem"))


@pytest.fixture
def fake_version(db: None, fake_package: Package) -> ProblemVersion:
    """A published version of a problem of the fake kind."""
    version = load_package(fake_package).version
    version.published = True
    version.save()
    return version
