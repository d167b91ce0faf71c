"""The admin's pages of every app: narrowed, searched, named in words, with no query a row; looking changes
nothing. Tests of the top floor, for all of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from accounts.look_only import LookOnly
from accounts.models import Role, User
from interviews import invitations, reviewing, sessions, sittings
from interviews.models import Session, Snapshot
from interviews.rubric import Line
from judge import services
from judge.gate_models import SolutionCheck
from judge.models import Reference, Worker
from judge.rejudge_models import Rejudge, RejudgeItem
from judge.similarity_models import SimilarityDecision, SimilarityFinding
from questions import drafting, packaging
from questions.article.reading import read_article
from questions.models import Problem, ProblemVersion, Question, Topic
from runners.base import VerdictCode
from study.models import Bookmark, Card, Learner, MistakeReport, Note, Review
from tests.questions.conftest import MakeQuestion, make_question  # noqa: F401 - the fixture
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db
OURS = {"questions", "study", "judge", "interviews"}
PAGES = {model: page for model, page in admin.site._registry.items() if model._meta.app_label in OURS}


def page_of(model: type[Model], name: str, *given: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=given)


@pytest.fixture(autouse=True)
def signed_in(client: Client) -> User:
    user = User.objects.create(username="admin", role=Role.ADMIN, is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


class Rows:
    """Makes one row more of everything that the admin shows."""

    def __init__(self, by: User, question: MakeQuestion, version: ProblemVersion) -> None:
        self.by, self.question, self.version, self.made = by, question, version, 0

    def add(self) -> None:
        self.made += 1
        n, now = self.made, timezone.now()
        user = User.objects.create(username=f"learner-{n}")
        question = self.question(f"q-{n}", topic=f"t-{n}")
        problem = Problem.objects.create(slug=f"p-{n}")
        columns = {f.attname: getattr(self.version, f.attname) for f in ProblemVersion._meta.fields}
        version = ProblemVersion.objects.create(**columns | {"id": None, "problem_id": problem.pk})
        self._questions(n, question)
        card = Card.objects.create(author=user, question=question, due=now)
        Review.objects.create(
            author=user, card=card, rating=3, reviewed_at=now, day=now.date(), before={}, after={}
        )
        Learner.objects.create(author=user)
        for model in (Bookmark, Note, MistakeReport):
            model.objects.create(author=user, question=question)
        Worker.objects.create(name=f"w-{n}", seen_at=now)
        self._judged(user, version, question)

    def _questions(self, n: int, question: Question) -> None:
        draft = drafting.take_up(self.by, question)
        drafting.move(self.by, draft, "retired")
        article = read_article(f"题目：写{n}\n```py\nx = 1\n```\n")
        drafting.import_items(self.by, article.items, question.topic)
        packaging.begin(self.by, f"package-{n}", "function", "题", "Problem")

    def _judged(self, user: User, version: ProblemVersion, question: Question) -> None:
        session = sessions.save_session(
            Session(author=self.by, title="Session", minutes=60),
            [f"q:{question.pk}", f"p:{version.pk}"],
            [Line("Code", ("a", "b", "c", "d"))],
        )
        sitting = invitations.enter(invitations.invite(session, "Ann").invitation, user)
        row = sittings.submit(sitting, session.items.get(position=2), "print(1)")
        held = services.claim(row.pk)
        assert held is not None
        verdict = services.finish(held, new_verdict(VerdictCode.ACCEPTED)) or row.verdicts.get()
        Reference.objects.create(problem_version=version, verdict=verdict, per_example=b"")
        SolutionCheck.objects.create(version=version, file="a.py", submission=row, by=user)
        other = services.submit(self.by, version, "print(2)")
        finding = SimilarityFinding.objects.create(later=other, earlier=row, score=1.0, regions=[])
        SimilarityDecision.objects.create(finding=finding, outcome="dismissed", by=user, note="No.")
        rejudge = Rejudge.objects.create(by=user, closed_by=user, reason="Why not", chosen={})
        RejudgeItem.objects.create(rejudge=rejudge, submission=row, before=verdict)
        reviewing.comment(self.by, row, 1, "Why?")
        work = sitting.works.create(item=session.items.get(position=1))
        Snapshot.objects.create(work=work)
        sitting.scorecards.create(
            author=self.by, ratings={}, answers={}, recommendation="yes", summary="Yes."
        )


@pytest.fixture
def rows(signed_in: User, make_question: MakeQuestion, fake_version: ProblemVersion) -> Rows:  # noqa: F811
    return Rows(signed_in, make_question, fake_version)


def queries(client: Client, model: type[Model]) -> tuple[int, int]:
    """How many rows the list shows, and how many questions it asks the database."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(page_of(model, "changelist"))
    return len(page.context["cl"].result_list), len(asked)


def test_lists_ask_the_same_for_any_number_of_rows(client: Client, rows: Rows) -> None:
    rows.add()
    for model in PAGES:
        queries(client, model)  # what is asked once a process is asked here
    before = {model: queries(client, model) for model in PAGES}
    rows.add()
    rows.add()
    after = {model: queries(client, model) for model in PAGES}
    assert [model for model in PAGES if before[model][0] == 0 or after[model][0] < before[model][0] + 2] == []
    assert {model: after[model][1] for model in PAGES} == {model: before[model][1] for model in PAGES}


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label_lower)
def test_lists_are_searched_and_narrowed_and_named_in_words(client: Client, model: type[Model]) -> None:
    page = PAGES[model]
    assert page.search_fields and page.list_filter  # noqa: PT018 - both of each list
    assert client.get(page_of(model, "changelist"), {"q": "7"}).status_code == 200
    names = [model._meta.verbose_name, model._meta.verbose_name_plural]
    names += [field.verbose_name for field in model._meta.fields if not field.primary_key]
    assert [name for name in names if not isinstance(name, Promise)] == []


def test_looking_changes_nothing(client: Client, rows: Rows) -> None:
    rows.add()
    given = {}
    for model, page in PAGES.items():
        if isinstance(page, LookOnly):
            pk = model._default_manager.values_list("pk", flat=True).first()
            address = page_of(model, "change", pk)
            answers = (
                client.get(address),
                client.post(address, {}),
                client.post(page_of(model, "delete", pk)),
                client.get(page_of(model, "add")),
            )
            given[model] = [answer.status_code for answer in answers]
    assert len(given) > 20
    assert set(map(tuple, given.values())) == {(200, 403, 403, 403)}


def test_a_topic_is_made_and_one_of_the_files_becomes_the_sites_own(client: Client) -> None:
    given = {"title_zh": "新", "title_en": "New", "blurb_zh": "", "blurb_en": "", "position": "3"}
    client.post(page_of(Topic, "add"), given | {"slug": "new"})
    shipped = Topic.objects.create(slug="basics", title_zh="基础", title_en="Basics")
    assert client.post(page_of(Topic, "delete", shipped.pk), {"post": "yes"}).status_code == 403
    client.post(page_of(Topic, "change", shipped.pk), given | {"slug": "other"})
    assert list(Topic.objects.order_by("slug").values_list("slug", "title_en", "own")) == [
        ("basics", "New", True),
        ("new", "New", True),
    ]


def test_an_admin_retires_a_problem(client: Client, fake_version: ProblemVersion) -> None:
    problem = fake_version.problem
    client.post(page_of(Problem, "change", problem.pk), {"retired": "on", "slug": "other"})
    problem.refresh_from_db()
    assert (problem.retired, problem.slug) == (True, "fake-problem")
    assert client.get(reverse("problem", args=[problem.slug])).status_code == 404
