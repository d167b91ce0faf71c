"""The pages of problems and submissions: who sees what, what a bad post says, how many queries a list has."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from judge import limits, services
from judge.curves import Trace
from judge.home import TRY_NEXT
from judge.models import Submission, Worker
from judge.sheet import BYTE_ORDER_MARK
from judge.states import State, Verdicts
from questions.models import ProblemVersion
from questions.problem_loader import load_package
from questions.problem_package import read_package
from runners.base import Finding, Metric, Standing, Text, VerdictCode
from sandbox.job import Point, Usage
from tests.conftest import MakeUser
from tests.judge.conftest import Judged, MakeProblem
from tests.packages import write_package
from tests.rows import new_verdict

pytestmark = pytest.mark.django_db


def post_code(client: Client, version: ProblemVersion, **data: Any) -> Any:
    return client.post(reverse("problem", args=[version.problem.slug]), data)


def test_submit_leads_to_the_verdict_page(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    answer = post_code(client, fake_version, source="print(1)\r\n")
    row = Submission.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("submission", args=[row.pk]))
    assert (row.source, row.author) == ("print(1)\n", candidate)


def test_submit_takes_a_file(client: Client, candidate: User, fake_version: ProblemVersion) -> None:
    post_code(client, fake_version, source="", file=SimpleUploadedFile("a.py", "x = '微调'\r\n".encode()))
    assert Submission.objects.get().source == "x = '微调'\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"source": "  "}, "There is no code to submit."),
        ({"source": "x" * 201}, "The code has 201 bytes; at most 200 are allowed."),
        ({"file": SimpleUploadedFile("a.py", b"\xff\xfe\x00")}, "The file is not UTF-8 text."),
    ],
)
def test_submit_keeps_the_page_and_says_what_is_wrong(
    client: Client, candidate: User, fake_version: ProblemVersion, data: dict[str, Any], words: str
) -> None:
    answer = post_code(client, fake_version, **data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Submission.objects.count() == 0


def test_submit_keeps_the_typed_code_when_refused(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    code = "precious = 1  " + "#" * 200
    assert code in post_code(client, fake_version, source=code).content.decode()


def test_submit_asks_a_visitor_to_sign_in(client: Client, fake_version: ProblemVersion) -> None:
    answer = post_code(client, fake_version, source="x")
    back = reverse("problem", args=[fake_version.problem.slug])
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={back}")
    assert Submission.objects.count() == 0


def test_problem_page_opens_with_the_starter(client: Client, fake_version: ProblemVersion) -> None:
    page = client.get(reverse("problem", args=[fake_version.problem.slug])).content.decode()
    assert "# start here" in page
    assert "Do nothing." in page


def test_problem_page_opens_an_earlier_submission_of_ones_own(
    client: Client, candidate: User, judged: Judged, make_user: MakeUser
) -> None:
    mine, other = judged(candidate), judged(make_user(username="other"))
    Submission.objects.filter(pk=other.pk).update(source="print('not yours')")
    address = reverse("problem", args=[mine.problem_version.problem.slug])
    assert "print(&#x27;mine&#x27;)" in client.get(f"{address}?from={mine.pk}").content.decode()
    assert "not yours" not in client.get(f"{address}?from={other.pk}").content.decode()


def test_problem_page_opens_no_submission_to_another_problem(
    client: Client, candidate: User, judged: Judged, tmp_path: Path
) -> None:
    row = judged(candidate)
    load_package(read_package(write_package(tmp_path / "another-problem")))
    address = reverse("problem", args=["another-problem"])
    assert "mine" not in client.get(f"{address}?from={row.pk}").context["form"].initial["source"]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CANDIDATE, 404), (Role.AUTHOR, 404), (Role.INTERVIEWER, 200), (Role.ADMIN, 200)],
)
@pytest.mark.parametrize("name", ["submission", "submission_status"])
def test_submission_of_somebody_else_is_seen_by_reviewers_alone(
    client: Client, make_user: MakeUser, judged: Judged, role: Role, status: int, name: str
) -> None:
    row = judged(make_user(username="author-of-it"))
    client.force_login(make_user(role))
    answer = client.get(reverse(name, args=[row.pk]))
    assert answer.status_code == (286 if status == 200 and name == "submission_status" else status)


def test_submission_asks_a_visitor_to_sign_in(client: Client, make_user: MakeUser, judged: Judged) -> None:
    row = judged(make_user())
    answer = client.get(reverse("submission", args=[row.pk]))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_status_polls_until_there_is_a_verdict(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    row = services.submit(candidate, fake_version, "x")
    address = reverse("submission_status", args=[row.pk])
    waiting = client.get(address)
    assert (waiting.status_code, "hx-get" in waiting.content.decode()) == (200, True)
    assert "Next in line." in waiting.content.decode()
    services.cancel(row)
    ended = client.get(address)
    assert (ended.status_code, "hx-get" in ended.content.decode()) == (286, False)


def test_status_tells_the_place_in_the_queue(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    rows = [services.submit(candidate, fake_version, "x") for _ in range(3)]
    page = client.get(reverse("submission_status", args=[rows[2].pk])).content.decode()
    assert "Place in the queue: 3" in page


@pytest.mark.parametrize("code", list(VerdictCode))
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_verdict_page_says_every_verdict_in_words(
    client: Client, candidate: User, judged: Judged, code: VerdictCode, language: str
) -> None:
    row = judged(candidate, code)
    page = client.get(
        reverse("submission", args=[row.pk]), headers={"Accept-Language": language}
    ).content.decode()
    with override(language):
        assert str(Verdicts(code.value).label) in page
    # Of a cancelled one the headline says all there is.
    words = "全部通过。" if language == "zh-hans" else "All passed."
    assert (words in page) is (code is not VerdictCode.CANCELLED)


def test_verdict_page_and_list_say_when_only_the_score_was_too_low(
    client: Client, candidate: User, judged: Judged
) -> None:
    passed = {"title": {"zh": "例", "en": "case"}, "passed": True}
    group = {
        "key": "a",
        "title": {"zh": "组", "en": "group"},
        "points": 40,
        "max_points": 40,
        "cases": [passed],
    }
    row = judged(candidate, VerdictCode.WRONG_ANSWER, groups=[group], score=70.0)
    pages = [
        client.get(address, headers={"Accept-Language": language}).content.decode()
        for address in (reverse("submission", args=[row.pk]), reverse("submissions"))
        for language in ("en", "zh-hans")
    ]
    words = ["Below the pass mark", "未达及格线"] * 2
    assert [word in page for word, page in zip(words, pages, strict=True)] == [True] * 4
    assert row.latest_verdict is not None
    assert row.latest_verdict.code == VerdictCode.WRONG_ANSWER


@pytest.mark.parametrize(
    ("resources", "shown"), [(asdict(Usage(0.0, 0.0, 0, 0)), False), (asdict(Usage(1.5, 0.0, 0, 0)), True)]
)
def test_verdict_page_shows_resources_only_if_measured(
    client: Client, candidate: User, judged: Judged, resources: dict[str, float], shown: bool
) -> None:
    row = judged(candidate, VerdictCode.CANCELLED, resources=resources)
    page = client.get(reverse("submission", args=[row.pk])).content.decode()
    assert ('id="resources"' in page) is shown


def test_explanation_is_for_who_solved_the_problem(
    client: Client, make_user: MakeUser, candidate: User, judged: Judged, fake_version: ProblemVersion
) -> None:
    ProblemVersion.objects.update(explanation_zh="内情", explanation_en="the inside story")
    problem = reverse("problem", args=[fake_version.problem.slug])

    def told() -> bool:
        return "the inside story" in client.get(problem).content.decode()

    failed = judged(candidate, VerdictCode.WRONG_ANSWER)
    before = told()
    solved = judged(candidate)
    after = told()
    links = [
        f"{problem}#explanation" in client.get(reverse("submission", args=[row.pk])).content.decode()
        for row in (failed, solved)
    ]
    client.force_login(make_user(Role.INTERVIEWER))
    reviewer, review = told(), client.get(reverse("submission", args=[solved.pk])).content.decode()
    client.logout()
    assert (before, after, links, reviewer, told()) == (False, True, [False, True], False, False)
    assert "#explanation" not in review


def test_pages_answer_head(client: Client, candidate: User, judged: Judged) -> None:
    row = judged(candidate)
    paths = [reverse(name) for name in ("home", "problems", "submissions")]
    paths += [
        reverse("problem", args=[row.problem_version.problem.slug]),
        reverse("submission", args=[row.pk]),
    ]
    answers = [client.head(path) for path in paths]
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"")] * 5


def test_favicon_is_the_sites_own(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith(".svg")


def test_verdict_page_escapes_what_the_candidate_produced(
    client: Client, candidate: User, judged: Judged
) -> None:
    evil = "<script>alert(1)</script>"
    case = {
        "title": {"zh": evil, "en": evil},
        "passed": False,
        "given": evil,
        "expected": evil,
        "got": evil,
        "message": {"zh": evil, "en": evil},
    }
    group = {
        "key": "a",
        "title": {"zh": evil, "en": evil},
        "points": 0,
        "max_points": 1,
        "sample": True,
        "cases": [case],
    }
    row = judged(candidate, output=evil, groups=[group], summary={"zh": evil, "en": evil})
    Submission.objects.filter(pk=row.pk).update(source=evil)
    page = client.get(reverse("submission", args=[row.pk])).content.decode()
    assert evil not in page
    assert "alert(1)" in page


def test_cancel_is_for_the_author_and_admins(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion
) -> None:
    row = services.submit(make_user(username="owner"), fake_version, "x")
    address = reverse("submission_cancel", args=[row.pk])
    for role in (Role.CANDIDATE, Role.INTERVIEWER):
        client.force_login(make_user(role))
        assert client.post(address).status_code == 404
    client.force_login(row.author)
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    row.refresh_from_db()
    assert row.state == State.DONE


def test_submission_list_shows_mine_and_to_reviewers_everybodys(
    client: Client, make_user: MakeUser, judged: Judged
) -> None:
    candidate, interviewer = make_user(), make_user(Role.INTERVIEWER)
    mine, other = judged(candidate), judged(make_user(username="other"))
    address = reverse("submissions")
    numbers = {}
    for user in (candidate, interviewer):
        client.force_login(user)
        page = client.get(address).content.decode()
        numbers[user.username] = set(map(int, re.findall(r'href="/submissions/(\d+)/"', page)))
    assert numbers == {"candidate": {mine.pk}, "interviewer": {mine.pk, other.pk}}


# Of each the candidate has one, then three: a problem solved, a problem not solved with a submission that
# waits. On the home page they are in the queue, among what was done last and among what to try next.
@pytest.mark.parametrize(
    ("address", "lines"),
    [("submissions", (2, 6)), ("problems", (3, 7)), ("home", (1 + 2 + 2, 3 + 6 + TRY_NEXT))],
)
def test_lists_take_the_same_queries_at_one_and_three_rows(
    client: Client,
    candidate: User,
    judged: Judged,
    make_problem: MakeProblem,
    address: str,
    lines: tuple[int, int],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    def add(number: int) -> None:
        judged(candidate, version=make_problem(f"solved-{number}"))
        services.submit(candidate, make_problem(f"open-{number}"), "x")

    def seen() -> int:
        page = client.get(reverse(address)).content.decode()
        return len(re.findall(r'href="/(?:problems|submissions)/[\w-]+/"', page.partition("<main")[2]))

    add(1)
    seen()  # warm caches such as content types and sessions
    with django_assert_max_num_queries(30) as one:
        few = seen()
    add(2)
    add(3)
    with django_assert_max_num_queries(len(one.captured_queries)) as three:
        many = seen()
    assert (few, many) == lines
    assert len(three.captured_queries) == len(one.captured_queries)


def test_pages_carry_a_strict_content_security_policy(client: Client, fake_version: ProblemVersion) -> None:
    policy = client.get(reverse("problem", args=[fake_version.problem.slug]))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_site_says_when_no_worker_is_up(client: Client, fake_version: ProblemVersion) -> None:
    page = client.get(reverse("problem", args=[fake_version.problem.slug])).content.decode()
    assert "No judging worker is running." in page


def report(row: Submission, count: int, name: str = "loss") -> None:
    """Store a curve as the held submission's worker does."""
    services.keep_curve(row, Trace(Point(step, ((name, step / 4),)) for step in range(count)).points())


@pytest.fixture
def running(candidate: User, fake_version: ProblemVersion) -> Submission:
    """A submission of the candidate's that a worker holds."""
    held = services.claim(services.submit(candidate, fake_version, "x").pk)
    assert held is not None
    return held


def test_verdict_page_has_the_curve_and_its_table_in_plain_html(client: Client, running: Submission) -> None:
    report(running, 3)
    services.finish(running, new_verdict(VerdictCode.MEMORY_LIMIT))
    page = client.get(reverse("submission", args=[running.pk])).content.decode()
    assert '{"steps": [0, 1, 2], "series": [["loss", [0.0, 0.25, 0.5]]]}' in page
    assert re.findall(r'<td class="end">(.*)</td>', page) == ["0", "0.25", "0.5"]


def test_verdict_page_without_a_curve_has_none(client: Client, candidate: User, judged: Judged) -> None:
    page = client.get(reverse("submission", args=[judged(candidate).pk])).content.decode()
    assert ("curve-points" in page, "curve.js" in page) == (False, False)


def test_curve_table_has_few_rows_and_the_file_all(client: Client, running: Submission) -> None:
    count = limits.CURVE_ROWS + 50
    report(running, count)
    page = client.get(reverse("submission", args=[running.pk])).content.decode()
    file = client.get(reverse("submission_curve", args=[running.pk]))
    lines = file.content.decode().splitlines()
    assert (page.count('<th scope="row"'), len(lines)) == (limits.CURVE_ROWS, count + 1)
    assert (file["Content-Type"], lines[:3]) == (
        "text/csv; charset=utf-8",
        [f"{BYTE_ORDER_MARK}step,loss", "0,0.0", "1,0.25"],
    )


def test_curve_file_is_for_those_who_see_the_submission(
    client: Client, running: Submission, make_user: MakeUser
) -> None:
    address = reverse("submission_curve", args=[running.pk])
    before = client.get(address).status_code
    report(running, 1)
    mine = client.get(address).status_code
    client.force_login(make_user(username="other"))
    assert (before, mine, client.get(address).status_code) == (404, 200, 404)


def test_status_brings_the_curve_whole_then_its_points_then_only_what_is_new(
    client: Client, running: Submission
) -> None:
    def parts(seen: str) -> tuple[bool, bool]:
        page = client.get(reverse("submission_status", args=[running.pk]), {"seen": seen}).content.decode()
        return 'id="curve"' in page, 'id="curve-data"' in page

    none = parts("")
    report(running, 2)
    whole = parts("")
    report(running, 3)
    assert (none, whole, parts("1-2"), parts("1-3")) == (
        (False, False),
        (True, True),
        (False, True),
        (False, False),
    )


def test_status_asks_again_with_the_mark_of_the_curve(client: Client, running: Submission) -> None:
    report(running, 2)
    page = client.get(reverse("submission_status", args=[running.pk])).content.decode()
    assert f'hx-get="{reverse("submission_status", args=[running.pk])}?seen=1-2"' in page


def test_status_brings_the_findings_with_the_verdict(client: Client, running: Submission) -> None:
    address = reverse("submission_status", args=[running.pk])
    before = client.get(address).content.decode()
    services.finish(running, new_verdict(audits=[asdict(finding("a", passed=True))]))
    after = client.get(address).content.decode()
    assert ['id="findings"' in page for page in (before, after)] == [False, True]


def test_curve_escapes_the_candidates_names(client: Client, running: Submission) -> None:
    evil = "</script><b>=1</b>"
    report(running, 2, evil)
    page = client.get(reverse("submission", args=[running.pk])).content.decode()
    assert (evil in page, "&lt;/script&gt;&lt;b&gt;=1&lt;/b&gt;" in page) == (False, True)


def test_status_takes_the_same_queries_whatever_the_curve(
    client: Client, running: Submission, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("submission_status", args=[running.pk])
    report(running, 1)
    client.get(address)
    with django_assert_max_num_queries(12) as little:
        client.get(address)
    report(running, 500)
    with django_assert_max_num_queries(len(little.captured_queries)) as much:
        client.get(address)
    assert len(much.captured_queries) == len(little.captured_queries)


def finding(key: str, *, passed: bool) -> Finding:
    return Finding(key, Text(f"审计 {key}", f"Audit {key}"), passed, Text(f"证据 {key}", f"Evidence {key}"))


def test_verdict_page_shows_failed_audits_first_and_folds_the_passed_ones(
    client: Client, candidate: User, judged: Judged
) -> None:
    audits = [asdict(finding(str(number), passed=number not in (3, 8))) for number in range(10)]
    row = judged(candidate, VerdictCode.REJECTED, audits=audits)
    page = client.get(reverse("submission", args=[row.pk])).content.decode()
    told = re.findall(r"Evidence (\d)|(Audits passed: \d)", page)
    assert [number or words for number, words in told] == ["3", "8", "Audits passed: 8", *"01245679"]


@pytest.mark.parametrize(
    ("standing", "english", "chinese"),
    [
        (Standing.BETTER, "better than the reference", "优于参考"),
        (Standing.ON_PAR, "on par with the reference", "与参考相当"),
        (Standing.WORSE, "worse than the reference", "不如参考"),
        (None, None, None),
    ],
)
def test_verdict_page_says_how_a_metric_stands_to_the_reference(
    client: Client,
    candidate: User,
    judged: Judged,
    standing: Standing | None,
    english: str | None,
    chinese: str | None,
) -> None:
    metric = Metric("m", Text("准", "Acc"), 0.8, 0.78, 0.82, "higher", standing=standing)
    address = reverse("submission", args=[judged(candidate, metrics=[asdict(metric)]).pk])
    pages = [
        client.get(address, headers={"Accept-Language": language}).content.decode()
        for language in ("en", "zh-hans")
    ]
    found = [
        re.findall(r'class="standing \w+">\s*<svg.*?</svg>\s*(.*?)\s*</span>', page, re.S) for page in pages
    ]
    assert found == [[english] if english else [], [chinese] if chinese else []]


def test_problem_without_reference_says_how_far_it_is_and_refuses(
    client: Client, candidate: User, fake_version: ProblemVersion, make_user: MakeUser
) -> None:
    ProblemVersion.objects.update(published=False)
    fake_version.refresh_from_db()
    run = services.submit(make_user(username="judge"), fake_version, "x", Submission.Purpose.REFERENCE)
    address = reverse("problem", args=[fake_version.problem.slug])
    pages = [client.get(path).content.decode() for path in (address, reverse("problems"))]
    refused = post_code(client, fake_version, source="x")
    link = reverse("submission", args=[run.pk])
    client.force_login(make_user(Role.INTERVIEWER))
    staff = client.get(address).content.decode()
    assert [
        bool(re.search(r"Reference in the making.*Queued, \d+ ms so far", page, re.S)) for page in pages
    ] == [True] * 2
    assert (refused.status_code, "is still being prepared" in refused.content.decode()) == (422, True)
    assert [link in pages[0], link in staff] == [False, True]


def test_problem_whose_reference_failed_says_so(
    client: Client, candidate: User, fake_version: ProblemVersion, make_user: MakeUser
) -> None:
    ProblemVersion.objects.update(published=False)
    fake_version.refresh_from_db()
    services.cancel(
        services.submit(make_user(username="judge"), fake_version, "x", Submission.Purpose.REFERENCE)
    )
    addresses = (reverse("problem", args=[fake_version.problem.slug]), reverse("problems"))
    assert ["could not be made" in client.get(path).content.decode() for path in addresses] == [True] * 2


def test_problem_that_needs_a_gpu_says_when_there_is_none(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    ProblemVersion.objects.update(lane="gpu")
    Worker.objects.create(name="here:1", lanes=["cpu"], seen_at=timezone.now())
    page = client.get(reverse("problem", args=[fake_version.problem.slug])).content.decode()
    listed = client.get(reverse("problems")).content.decode()
    refused = post_code(client, fake_version, source="x")
    words = "This problem needs a GPU, and no machine of this installation has one."
    assert (words in page, "Needs a GPU; this installation has none" in listed) == (True, True)
    assert (refused.status_code, refused.content.decode().count(words)) == (422, 2)
    assert Submission.objects.count() == 0
    Worker.objects.update(lanes=["cpu", "gpu"])
    assert words not in client.get(reverse("problem", args=[fake_version.problem.slug])).content.decode()


def test_problem_list_takes_the_same_queries_however_many_references_are_missing(
    client: Client, candidate: User, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def load(slug: str) -> None:
        version = load_package(read_package(write_package(tmp_path / slug))).version
        services.submit(candidate, version, "x", Submission.Purpose.REFERENCE)

    load("one")
    client.get(reverse("problems"))
    with django_assert_max_num_queries(12) as one:
        client.get(reverse("problems"))
    load("two")
    load("three")
    with django_assert_max_num_queries(len(one.captured_queries)) as three:
        client.get(reverse("problems"))
    assert len(three.captured_queries) == len(one.captured_queries)
