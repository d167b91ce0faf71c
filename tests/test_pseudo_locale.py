"""Every page in a language that is no language: each translated string in brackets.

Whatever a reader sees outside them was written past the catalogue. What the bank and candidates say carries
``SAID`` and is left alone; so are lists to choose from, which hold titles of kinds and topics, and pages that
are a library's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import Client
from django.test.utils import override_settings

from accounts.models import Role, User
from interviews.invitations import enter, invite
from interviews.models import Session, Sitting
from interviews.rubric import Line
from interviews.sessions import save_session
from interviews.sittings import end, save_work
from judge import gate, rejudge_services
from judge.models import Curve, Submission
from judge.pipeline import Course, verdict_of
from judge.rejudge_selectors import Chosen
from judge.similarity_models import SimilarityFinding
from judge.states import State
from questions import packaging
from questions.models import ProblemDraft, ProblemVersion, Question, Topic
from runners.base import Case, Finding, Group, Metric, Report, Standing, Text, VerdictCode
from sandbox.job import Usage
from tests.conftest import MakeUser
from tests.test_locale import CATALOGUE

SAID = "«said»"
UNREAD = {"option", "script", "style", "code", "pre", "textarea", "kbd", "time", "svg"}
EMPTY = {"input", "img", "meta", "link", "br", "hr", "use", "path", "circle"}
READ_ALOUD = ("aria-label", "placeholder", "alt", "title")
NAMES = {
    "GET",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "English",
    "CSV",
    "JSON",
    "PDF",
    "UTC",
    "candidate",
    "interviewer",
    "fake",
    "problem",
    "v",
    "Python",
    "B",
    "KiB",
    "MiB",
}
ASKED = {"said", "zzz"}
OF_THE_KIND = {"假题型", "全部", "做完", "随便写点什么"}  # kinds bring their own texts, in both languages
OF_DJANGO = {"该字段是必填项"}
DIGEST = re.compile(r"\b[0-9a-f]{12}\b")
LETTERS = re.compile(r"[^\W\d_]+")
ELSEWHERE = re.compile(
    r"""<(?:script|link|img|iframe|form|source)\b[^>]*(?:src|href|action)=["'](?:https?:)?//"""
)
PUBLIC = ("/", "/questions/", "/questions/one/", "/problems/", "/problems/fake-problem/", "/search/")
PUBLIC += ("/search/?q=said", "/search/?q=zzz", "/questions/?q=zzz", "/problems/fake-problem/leaderboard/")
OWN = ("/", "/problems/", "/problems/fake-problem/", "/submissions/", "/submissions/?state=queued")
OWN += (
    "/submissions/1/",
    "/submissions/2/",
    "/submissions/3/",
    "/submissions/4/",
    "/submissions/4/status/",
    "/submissions/1/compare/2/",
    "/runs/5/",
    "/runs/6/",
    "/runs/5/status/",
    "/search/?state=done",
    "/study/",
    "/study/card/one/",
)
OWN += ("/study/due/", "/study/history/", "/study/bookmarks/", "/study/notes/", "/study/notes/one/")
OWN += ("/study/settings/", "/study/reports/one/new/", "/accounts/leaderboard/", "/accounts/tokens/", "/api/")
OWN += ("/questions/one/",)


WORDS = Text(SAID, SAID)
CASES = tuple(Case(WORDS, passed, "g", "e", "o", WORDS) for passed in (True, False))
METRICS = tuple(
    Metric("m", WORDS, 1.0, 0.9, 1.1, "lower", 2.0, 1.0, 0.5, 3.0, 10.0, WORDS, standing)
    for standing in Standing
)
EVERYTHING = Report(
    VerdictCode.ACCEPTED,
    90.0,
    WORDS,
    85.0,
    95.0,
    groups=tuple(Group("g", WORDS, 1.0, 2.0, sample, CASES) for sample in (True, False)),
    metrics=METRICS,
    audits=tuple(Finding("a", WORDS, passed, WORDS) for passed in (True, False)),
    usage=Usage(1.0, 2.0, 3 << 20, 4096),
    output=SAID,
    seeds={"training": 1},
)


class Seen(HTMLParser):
    """The words of a page that stand outside all brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.depth = 0
        self.bare: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self.open.append("unread" if dict(attrs).get("lang") and tag != "html" else tag)
        for name, value in attrs:
            if name in READ_ALOUD and value:
                self._look(value, 0)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not (UNREAD | {"unread"}).intersection(self.open):
            self.depth = self._look(data, self.depth)

    def _look(self, text: str, depth: int) -> int:
        outside = ""
        for character in text:
            depth += (character == "⟦") - (character == "⟧")
            outside += " " if depth or character == "⟧" else character
        if (
            SAID not in outside
            and set(LETTERS.findall(DIGEST.sub("", outside))) - NAMES - ASKED - OF_THE_KIND - OF_DJANGO
        ):
            self.bare.append(" ".join(outside.split()))
        return depth


@pytest.fixture
def pseudo(tmp_path: Path) -> Iterator[None]:
    """Chinese as the brackets' language."""
    with CATALOGUE.open("rb") as file:
        real = read_po(file, locale="zh_Hans")
    made = Catalog(locale="zh_Hans")
    made.header_comment, made._num_plurals, made._plural_expr = "", 1, "0"
    for message in real:
        if message.id:
            one = isinstance(message.id, str)
            said = f"⟦{message.id}⟧" if one else (f"⟦{message.id[-1]}⟧",)
            made.add(message.id, said, flags=message.flags, context=message.context)
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, made)
    with override_settings(LOCALE_PATHS=[tmp_path]):
        yield


@pytest.fixture
def reader(make_user: MakeUser, fake_version: ProblemVersion) -> User:
    """Somebody with submissions, where everything that is content says so."""
    topic = Topic.objects.create(slug="basics", title_zh=SAID, title_en=SAID)
    texts = {f"{part}_zh": SAID for part in ("title", "question", "answer", "explanation", "errata", "plain")}
    Question.objects.create(slug="one", topic=topic, difficulty="easy", **texts)
    for name in ("title_zh", "statement_zh", "explanation_zh"):
        setattr(fake_version, name, SAID)
    fake_version.hints_zh = [SAID]
    fake_version.save()
    user = make_user()
    for number, code in enumerate((VerdictCode.ACCEPTED, VerdictCode.WALL_TIME_LIMIT), 1):
        add_submission(number, user, fake_version, state=State.DONE, code=code)
    add_submission(3, user, fake_version)
    add_submission(4, user, fake_version, state=State.RUNNING)
    add_submission(5, user, fake_version, state=State.DONE, purpose="run", code=VerdictCode.ACCEPTED)
    add_submission(6, user, fake_version, purpose="run")
    return user


def add_submission(
    number: int,
    author: User,
    version: ProblemVersion,
    code: VerdictCode | None = None,
    **fields: Any,
) -> None:
    """A submission with a curve, and with a verdict that has something of everything if ``code`` is given."""
    row = Submission.objects.create(
        pk=number, author=author, problem_version=version, source="x", attempt=1, **fields
    )
    Curve.objects.create(
        submission=row, attempt=1, columns={"steps": [1, 2], "series": [[SAID, [2.0, 1.0]]]}, reported=2
    )
    if code is not None:
        report = replace(EVERYTHING, verdict=code)
        verdict = verdict_of(report, Course(0.0, 0.0))
        verdict.submission, verdict.attempt = row, 1
        verdict.save()


@pytest.fixture
def interview(reader: User, fake_version: ProblemVersion, make_user: MakeUser) -> Sitting:
    """A sitting of the reader's that is over, with an answer, a scorecard and a comment."""
    session = save_session(
        Session(author=make_user(Role.INTERVIEWER), title=SAID, instructions=SAID, mode="live"),
        [f"q:{Question.objects.get().pk}", f"p:{fake_version.pk}"],
        [Line(SAID, (SAID,) * 4)],
    )
    sitting = enter(invite(session, SAID).invitation, reader)
    Sitting.objects.update(alias="22")
    for item in session.items.all():
        save_work(sitting, item, SAID, 0, pasted=300)
    return Sitting.objects.get()


def bare(client: Client, paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        page = client.get(path, headers={"accept-language": "zh-hans"})
        yield from (f"{path}: {page.status_code}" for _ in range(1) if page.status_code != 200)
        yield from (f"{path}: {words}" for words in bare_in(page.content))


def bare_in(page: bytes) -> list[str]:
    seen = Seen()
    seen.feed(page.decode())
    return seen.bare


def test_words_outside_brackets_are_seen() -> None:
    seen = Seen()
    seen.feed('<p title="Tip">⟦in <b>it</b>⟧ 12 Bare <code>x</code><i lang="en">En</i></p><img alt="⟦ok⟧">')
    assert seen.bare == ["Tip", "12 Bare"]


def test_brackets_are_there(client: Client, pseudo: None, reader: User) -> None:
    page = client.get("/questions/", headers={"accept-language": "zh-hans"}).content.decode()
    assert page.count("⟦Question bank⟧") == 1


def test_visitors_read_nothing_that_is_not_translated(client: Client, pseudo: None, reader: User) -> None:
    assert list(bare(client, PUBLIC)) == []


def test_candidates_read_nothing_that_is_not_translated(client: Client, pseudo: None, reader: User) -> None:
    client.force_login(reader)
    assert list(bare(client, OWN)) == []


def test_answers_to_what_is_posted_are_translated(client: Client, pseudo: None, reader: User) -> None:
    client.force_login(reader)
    chinese = {"accept-language": "zh-hans"}
    shown = [
        client.post("/study/card/one/reveal/", {"attempt": SAID}, headers=chinese, follow=True),
        client.post("/study/reports/one/new/", {"text": ""}, headers=chinese),
        client.post("/accounts/leaderboard/", {"board_name": "x" * 99}, headers=chinese),
        client.post("/problems/fake-problem/", {"source": ""}, headers=chinese),
        client.get("/nowhere/", headers=chinese),
        client.get("/rejudge/", headers=chinese),
    ]
    assert [page.status_code for page in shown] == [200, 422, 422, 422, 404, 403]
    assert [words for page in shown for words in bare_in(page.content)] == []


def test_review_of_programs_is_translated(
    client: Client, pseudo: None, reader: User, fake_version: ProblemVersion, make_user: MakeUser
) -> None:
    add_submission(7, make_user(username="said"), fake_version, state=State.DONE, code=VerdictCode.REJECTED)
    SimilarityFinding.objects.create(later_id=7, earlier_id=1, score=0.9, regions=[[1, 1, 1, 1, 20]])
    admin = make_user(Role.ADMIN, f"v-{SAID}")
    dry = rejudge_services.plan(admin, SAID, Chosen(submissions=[1, 2]))
    client.force_login(admin)
    paths = ("/similar/", "/similar/?state=all", "/similar/1/", "/submissions/7/", "/submissions/?who=all")
    paths += ("/rejudge/", "/rejudge/new/", f"/rejudge/{dry.pk}/", "/study/reports/")
    assert list(bare(client, paths)) == []


def test_interviews_are_translated_on_both_sides(client: Client, pseudo: None, interview: Sitting) -> None:
    number, session = interview.pk, interview.session
    room = [f"/interviews/sittings/{number}/{place}" for place in ("", "1/", "2/")]
    room.append(f"/interviews/invitations/{invite(session, SAID).token}/")
    client.force_login(interview.author)
    found = list(bare(client, (*room,)))
    end(interview, Sitting.Ending.BELL)
    found += list(bare(client, (room[0],)))
    client.force_login(session.author)
    lists = ("sessions/", "sessions/new/", f"sessions/{session.pk}/", "review/", "review/?flagged=on")
    pages = ("", "?item=2", "?item=2&diff=starter", "live/", "report/")
    found += list(bare(client, tuple(f"/interviews/{path}" for path in lists)))
    found += list(bare(client, tuple(f"/interviews/review/{number}/{page}" for page in pages)))
    assert found == []


def test_authoring_is_translated(client: Client, pseudo: None, reader: User, make_user: MakeUser) -> None:
    author = make_user(Role.AUTHOR, "said")
    item = ProblemDraft.objects.create(slug="item", author=author, title=SAID, statement=SAID)
    draft = packaging.begin(author, "said", "function", SAID, SAID)
    texts = {f"{name}.{language}.md": SAID.encode() for name in packaging.TEXTS for language in ("zh", "en")}
    packaging.save(author, draft, packaging.files_of_draft(draft) | texts, 1)
    draft.refresh_from_db()
    gate.start(author, draft)
    client.force_login(author)
    paths = ("", "new/", "import/", "new-problem/", "import-problem/", f"coding/{item.slug}/")
    paths += tuple(f"problems/said/{page}" for page in ("", "history/", "gate/"))
    assert list(bare(client, tuple(f"/authoring/{path}" for path in paths))) == []


def test_pages_load_nothing_from_elsewhere(client: Client, reader: User) -> None:
    public = [client.get(path).content.decode() for path in PUBLIC]
    client.force_login(reader)
    own = [client.get(path).content.decode() for path in OWN]
    assert [found for page in public + own for found in ELSEWHERE.findall(page)] == []
