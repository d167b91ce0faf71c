"""Fixtures of interviews: a session with a question and a problem, somebody who sits it, interviewers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Role, User
from interviews import invitations, sessions
from interviews.models import Session, Sitting
from interviews.rubric import Line
from questions.models import ProblemVersion, Question
from tests.conftest import MakeUser
from tests.questions.conftest import make_question  # noqa: F401 - the fixture

RUBRIC = [Line("Code", ("none", "some", "good", "best")), Line("Words", ("a", "b", "c", "d"))]

Begin = Callable[..., Sitting]


@pytest.fixture
def interviewer(make_user: MakeUser) -> User:
    return make_user(Role.INTERVIEWER)


@pytest.fixture
def other_interviewer(make_user: MakeUser) -> User:
    return make_user(Role.INTERVIEWER, "other-interviewer")


@pytest.fixture
def question(make_question: Callable[..., Question]) -> Question:  # noqa: F811
    return make_question()


@pytest.fixture
def session(interviewer: User, question: Question, fake_version: ProblemVersion) -> Session:
    """A blind take-home of an hour: a question, then a problem."""
    return sessions.save_session(
        Session(author=interviewer, title="Tuning engineer", minutes=60),
        [f"q:{question.pk}", f"p:{fake_version.pk}"],
        RUBRIC,
    )


@pytest.fixture
def live(session: Session) -> Session:
    """The same with an interviewer who looks on."""
    session.mode = Session.Mode.LIVE
    session.save()
    return session


@pytest.fixture
def begin(session: Session) -> Begin:
    """Invite somebody and let them begin; without an account unless one is given."""

    def make(visitor: User | None = None, label: str = "Ann Lee", **changed: Any) -> Sitting:
        sitting = invitations.enter(invitations.invite(session, label).invitation, visitor)
        for name, value in changed.items():
            setattr(sitting, name, value)
        sitting.save()
        return sitting

    return make


@pytest.fixture
def sitting(begin: Begin) -> Sitting:
    return begin()
