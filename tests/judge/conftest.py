"""Fixtures of the judge's tests: somebody signed in, and submissions that have their verdict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from judge import services
from judge.models import Submission
from questions.models import ProblemVersion
from questions.problem_loader import load_package
from questions.problem_package import read_package
from runners.base import VerdictCode
from tests.conftest import MakeUser
from tests.packages import write_package
from tests.questions.conftest import make_question  # noqa: F401 - the fixture
from tests.rows import new_verdict

Judged = Callable[..., Submission]
MakeProblem = Callable[[str], ProblemVersion]


@pytest.fixture
def candidate(make_user: MakeUser, client: Client) -> User:
    """The signed-in candidate."""
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def judged(fake_version: ProblemVersion) -> Judged:
    """Make a finished submission, of ``source``; the other fields are the verdict's."""

    def make(
        author: User,
        code: VerdictCode = VerdictCode.ACCEPTED,
        *,
        version: ProblemVersion = fake_version,
        source: str = "print('mine')",
        **fields: Any,
    ) -> Submission:
        row = services.submit(author, version, source)
        held = services.claim(row.pk)
        assert held is not None
        services.finish(held, new_verdict(code, **fields))
        row.refresh_from_db()
        return row

    return make


@pytest.fixture
def make_problem(db: None, tmp_path: Path) -> MakeProblem:
    """Make another published problem of the fake kind."""

    def make(slug: str) -> ProblemVersion:
        version = load_package(read_package(write_package(tmp_path / slug))).version
        version.published = True
        version.save()
        return version

    return make


@pytest.fixture
def written(judged: Judged) -> Judged:
    """The same with a source of any size: the fake kind takes only short ones."""

    def make(author: User, source: str, version: ProblemVersion | None = None) -> Submission:
        row = judged(author, **({"version": version} if version else {}))
        Submission.objects.filter(pk=row.pk).update(source=source)
        row.refresh_from_db()
        return row

    return make
