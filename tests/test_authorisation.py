"""Every route, by every role and every method, against the table of who may what."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import FileResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Role, User
from accounts.tokens import make_token
from interviews import invitations, reviewing, sessions, sittings
from interviews.models import Session
from interviews.rubric import Line
from judge import runs, services
from judge.curves import Points
from judge.gate_models import SolutionCheck
from judge.models import Curve, Submission
from judge.rejudge_models import Rejudge
from judge.similarity_models import SimilarityFinding
from questions import drafting, packaging
from questions.models import ProblemDraft, ProblemVersion, Question, QuestionDraft
from runners.base import VerdictCode
from study.collecting import report_mistake
from tests.authorisation import (
    METHODS,
    ROLES,
    UNNAMED,
    Route,
    admin_routes,
    expectations,
    letter_of,
    routes,
    unnamed,
)
from tests.conftest import MakeUser
from tests.questions.conftest import make_question  # noqa: F401 - the fixture
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db

Arguments = dict[str, dict[str, Any]]


@pytest.fixture
def people(make_user: MakeUser) -> dict[str, User | None]:
    """Somebody of each role."""
    admin = make_user(Role.ADMIN)
    User.objects.filter(pk=admin.pk).update(is_staff=True, is_superuser=True)
    return {
        "anonymous": None,
        "candidate": make_user(),
        "other candidate": make_user(Role.CANDIDATE, "another"),
        "interviewer": make_user(Role.INTERVIEWER),
        "other interviewer": make_user(Role.INTERVIEWER, "another-interviewer"),
        "author": make_user(Role.AUTHOR),
        "admin": User.objects.get(pk=admin.pk),
    }


@pytest.fixture
def arguments(
    people: dict[str, Any],
    fake_version: ProblemVersion,
    make_question: Callable[..., Question],  # noqa: F811
) -> Arguments:
    """What the routes' arguments stand for: by the beginning of a route's name, the longest first."""
    candidate, interviewer = people["candidate"], people["interviewer"]
    question = make_question()
    session = sessions.save_session(
        Session(author=interviewer, title="Session", minutes=60),
        [f"q:{question.pk}", f"p:{fake_version.pk}"],
        [Line("Code", ("a", "b", "c", "d"))],
    )
    sitting = invitations.enter(invitations.invite(session, "Ann").invitation, candidate)
    row = sittings.submit(sitting, session.items.get(position=2), "print(1)")
    held = services.claim(row.pk)
    assert held is not None
    services.finish(held, new_verdict(VerdictCode.ACCEPTED))
    Curve.objects.create(submission=row, attempt=1, columns=Points([1], [], 1).columns(), reported=1)
    waiting = services.submit(candidate, fake_version, "print(2)")
    token, _ = make_token(candidate, "one", may_submit=True, days=1)
    comment = reviewing.comment(interviewer, row, 1, "Why?")
    asked = invitations.invite(session, "Ben")
    report_mistake(candidate, question, "Wrong.", "en")
    author = people["author"]
    blank = QuestionDraft(slug="d", topic=question.topic, author=author, difficulty="easy")
    draft = drafting.save_draft(author, blank, {"title_en": "Draft"}, 0)
    idea = ProblemDraft.objects.create(slug="p", author=author, title="Idea", statement="Do it.")
    package = packaging.begin(author, "written-here", "function", "题", "Problem")
    finding = SimilarityFinding.objects.create(later=waiting, earlier=row, score=1.0, regions=[])
    rejudge = Rejudge.objects.create(by=people["admin"], reason="Why not", chosen={})
    run = runs.start_run(candidate, fake_version, "print(3)")
    return {
        "questions:": {"slug": question.slug},
        "authoring:": {"slug": draft.slug},
        "authoring:restore": {"slug": draft.slug, "pk": draft.revisions.get().pk},
        "authoring:coding": {"slug": idea.slug},
        "authoring:question": {"slug": question.slug},
        "authoring:package": {"slug": package.slug},
        "authoring:package_restore": {"slug": package.slug, "pk": package.revisions.get().pk},
        "authoring:take_up": {"slug": fake_version.problem.slug},
        "gate": {"slug": package.slug},
        "study:": {"slug": question.slug},
        "study:resolve": {"pk": 1},
        "api:question": {"slug": question.slug},
        "": {"slug": fake_version.problem.slug},
        "submission": {"pk": row.pk, "form": "csv"},
        "api:submission": {"pk": row.pk},
        "api:submission-cancel": {"pk": waiting.pk},
        "api:submission-compare": {"pk": row.pk, "other": waiting.pk},
        "api:card": {"slug": question.slug},
        "api:beside": {"slug": question.slug},
        "submission_cancel": {"pk": waiting.pk},
        "compare_choose": {"pk": row.pk, "?": f"?with={waiting.pk}"},
        "compare": {"pk": row.pk, "other": waiting.pk},
        "run_status": {"pk": run.pk},
        "run": {"pk": run.pk, "slug": fake_version.problem.slug},
        "api:run": {"pk": run.pk},
        "finding": {"pk": finding.pk},
        "rejudge": {"pk": rejudge.pk},
        "account_token_revoke": {"pk": token.pk},
        "interviews:": {"pk": sitting.pk, "place": 1, "number": row.pk, "token": asked.token},
        "interviews:run": {"pk": sitting.pk, "place": 2},
        "interviews:withdraw": {"pk": sitting.pk, "number": comment.pk},
        "interviews:session": {"pk": session.pk},
        "interviews:edit": {"pk": session.pk},
        "interviews:invite": {"pk": session.pk},
        "interviews:close": {"pk": session.pk},
        "interviews:export": {"pk": session.pk, "form": "csv"},
        "interviews:revoke": {"pk": asked.invitation.pk},
    }


def address_of(route: Route, arguments: Arguments) -> str:
    starts = sorted(arguments, key=len, reverse=True)
    known = next(arguments[start] for start in starts if route.name.startswith(start))
    return reverse(route.name, kwargs={name: known[name] for name in route.arguments}) + known.get("?", "")


def ask(client: Client, method: str, address: str) -> str:
    """Send a request and undo whatever it did, to the browser's cookies too."""
    cookies = client.cookies.output(header="", sep=";")
    cache.clear()  # nobody is throttled
    with transaction.atomic():
        answer = client.generic(method, address, b"", "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    if isinstance(answer, FileResponse):
        answer.getvalue()  # read to the end, it closes its file
    return letter_of(answer)


@pytest.fixture
def browsers(people: dict[str, User | None]) -> dict[str, Client]:
    """A browser for each, signed in but for the visitor's."""
    clients = {role: Client(raise_request_exception=False) for role in ROLES}
    for role, user in people.items():
        if user is not None:
            clients[role].force_login(user)
    return clients


@pytest.fixture
def found(browsers: dict[str, Client], arguments: Arguments) -> dict[tuple[str, str], str]:
    """What everybody gets everywhere; what is not offered is left out."""
    letters = {}
    for route in routes():
        address = address_of(route, arguments)
        for method in METHODS:
            if ask(browsers["admin"], method, address) != "-":  # no role gets past a method that is not there
                letters[route.name, method] = "".join(ask(browsers[role], method, address) for role in ROLES)
    refused = {key for key, given in letters.items() if "-" in given and "y" not in given}
    return {key: given for key, given in letters.items() if key not in refused}


def test_everybody_gets_what_the_table_says(found: dict[tuple[str, str], str]) -> None:
    assert found == expectations()


def test_every_address_has_a_name_to_stand_in_the_table_by() -> None:
    assert unnamed() == UNNAMED


@pytest.mark.parametrize(
    ("purpose", "checked", "letters"),
    [
        (Submission.Purpose.CHECK, True, "lnnyyyy"),
        (Submission.Purpose.REFERENCE, True, "lnnyyyy"),
        (Submission.Purpose.REFERENCE, False, "lnnyyny"),
        (Submission.Purpose.CANDIDATE, False, "lnnyyny"),
    ],
)
def test_what_the_gate_judged_is_every_authors(
    browsers: dict[str, Client],
    make_user: MakeUser,
    fake_version: ProblemVersion,
    purpose: str,
    checked: bool,
    letters: str,
) -> None:
    by = make_user(Role.AUTHOR, "another-author")
    row = services.enqueue(by, fake_version, "x", purpose)
    if checked:
        SolutionCheck.objects.create(version=fake_version, file="x.py", by=by, submission=row)
    pages = [reverse(name, args=[row.pk]) for name in ("submission", "submission_status")]
    found = ["".join(ask(browsers[role], "GET", page) for role in ROLES) for page in pages]
    assert found == [letters] * 2


@pytest.mark.parametrize("role", ROLES)
def test_the_admins_own_pages_are_the_admins_alone(browsers: dict[str, Client], role: str) -> None:
    letters = set()
    for route in admin_routes():
        given = dict.fromkeys(route.arguments, "1")
        with suppress(NoReverseMatch):
            letters.add(ask(browsers[role], "GET", reverse(route.name, kwargs=given)))
    assert ("y" in letters) is (role == "admin")
