"""The gate before a problem that was written on the site: what passes it, and that nobody sees what did not.

Solutions run as plain processes here; ``tests.browser.test_authoring`` has the sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from judge import gate, pipeline, selectors, services
from judge.gate import NotOpen
from judge.gate_models import SolutionCheck
from judge.models import Reference, Submission
from judge.states import State
from questions import packaging
from questions.index import find
from questions.models import ProblemVersion
from questions.package_models import PackageDraft
from questions.problem_loader import package_folder
from questions.problem_package import PackageError
from sandbox.bare import run_bare
from sandbox.job import Event, Job, Result
from tests.conftest import MakeUser

# Judging renews its lease from a thread, which waits for a test that is one transaction.
pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "own-problem"
EDGES = (
    b'    found.append(one("edges", "\xe6\xb2\xa1\xe6\x9c\x89\xe8\xaf\x8d\xe5\x85\x83", "no token", []))\n'
)


class Bare:
    """Runs jobs as plain processes."""

    def run(self, job: Job, on_event: Callable[[Event], None], stop: Callable[[], bool]) -> Result:
        return run_bare(job)


@pytest.fixture
def author(make_user: MakeUser) -> User:
    return make_user(Role.AUTHOR)


@pytest.fixture
def draft(author: User) -> PackageDraft:
    return packaging.begin(author, SLUG, "function", "题", "Own problem")


def judge_all() -> None:
    """What worker and scheduler do until nothing is left to be judged."""
    while waiting := Submission.objects.filter(state=State.QUEUED).order_by("pk").first():
        pipeline.judge(waiting.pk, Bare())  # type: ignore[arg-type] # it runs jobs, which is all that is asked
        gate.feed()


def change(author: User, draft: PackageDraft, path: str, old: bytes, new: bytes) -> None:
    files = packaging.files_of_draft(draft)
    assert old in files[path]
    draft.refresh_from_db()
    packaging.save(author, draft, files | {path: files[path].replace(old, new)}, draft.version)
    draft.refresh_from_db()


def refusal(author: User, draft: PackageDraft) -> str:
    with pytest.raises(NotOpen) as error:
        gate.publish(author, draft)
    return error.value.code


def test_every_solution_is_judged_the_reference_first(author: User, draft: PackageDraft) -> None:
    version = gate.start(author, draft)
    assert [row.purpose for row in Submission.objects.all()] == ["reference"]
    assert (gate.table_of(version).under_way, refusal(author, draft)) == (True, "under_way")
    judge_all()
    table = gate.table_of(version)
    assert [line.holds for line in table.lines] == [True] * 4
    assert (table.under_way, table.refusal()) == (False, "")
    assert {row.author for row in Submission.objects.all()} == {author}


def test_version_is_nobodys_before_it_is_published(client: Client, author: User, draft: PackageDraft) -> None:
    version = gate.start(author, draft)
    judge_all()
    version.refresh_from_db()
    assert (version.published, Reference.objects.count()) == (False, 1)
    assert list(selectors.current_versions()) == list(selectors.newest_versions()) == []
    with pytest.raises(services.SubmitError, match="not_published"):
        services.submit(author, version, "print(1)")
    pages = ("", "leaderboard/", "kit.zip")
    assert [client.get(f"/problems/{SLUG}/{page}").status_code for page in pages] == [404] * len(pages)
    assert client.get(f"/api/v1/problems/{SLUG}/").status_code == 404
    gate.publish(author, draft)
    draft.refresh_from_db()
    assert [row.published for row in selectors.current_versions()] == [True]
    assert (draft.state, len(find("Own problem")), refusal(author, draft)) == ("published", 1, "changed")


def test_mutant_that_passes_keeps_the_gate_closed_until_the_tests_are_mended(
    author: User, draft: PackageDraft
) -> None:
    change(author, draft, "cases.py", EDGES, b"")
    assert refusal(author, draft) == "unchecked"
    version = gate.start(author, draft)
    judge_all()
    (failed,) = [line for line in gate.table_of(version).lines if not line.holds]
    assert (failed.wanted.file, failed.verdict and failed.verdict.code) == (
        "solutions/third_mistake.py",
        "accepted",
    )
    assert refusal(author, draft) == "fails"
    change(
        author,
        draft,
        "cases.py",
        b"def cases(rng):\n    found = []\n",
        b"def cases(rng):\n    found = []\n" + EDGES,
    )
    assert refusal(author, draft) == "unchecked"
    again = gate.start(author, draft)
    judge_all()
    assert gate.publish(author, draft) == again == version


def test_next_version_is_nobodys_either(client: Client, author: User, draft: PackageDraft) -> None:
    gate.start(author, draft)
    judge_all()
    gate.publish(author, draft)
    change(author, draft, "problem.toml", b'version = "1.0"', b'version = "1.1"')
    change(author, draft, "problem.toml", b'"Own problem"', b'"Secret title"')
    gate.start(author, draft)
    judge_all()
    board = f"/problems/{SLUG}/leaderboard/"
    assert [row.version for row in selectors.current_versions()] == ["1.0"]
    assert client.get(f"{board}?version=1.1").status_code == 404
    assert "Secret title" not in client.get(board).content.decode()
    assert find("Secret title") == []
    gate.publish(author, draft)
    assert [row.version for row in selectors.current_versions()] == ["1.1"]
    assert len(find("Secret title")) == 1


def test_too_few_mutants_and_no_accepted_solution(author: User, draft: PackageDraft) -> None:
    third = b'[[solutions]]\nfile = "solutions/third_mistake.py"\nverdict = "wrong_answer"\nmax_score = 99\n'
    change(author, draft, "problem.toml", third, b"")
    gate.start(author, draft)
    judge_all()
    assert refusal(author, draft) == "few_wrong"


def test_the_same_mistake_under_three_names_is_one(author: User, draft: PackageDraft) -> None:
    first = packaging.files_of_draft(draft)["solutions/first_mistake.py"]
    for name in ("second", "third"):
        path = f"solutions/{name}_mistake.py"
        change(author, draft, path, packaging.files_of_draft(draft)[path], first)
    with pytest.raises(PackageError, match=r"listed already: solutions/first_mistake\.py"):
        gate.start(author, draft)


def test_test_of_a_group_that_is_none_is_told_to_the_author(
    client: Client, author: User, draft: PackageDraft
) -> None:
    change(author, draft, "cases.py", b'"edges"', b'"egdes"')
    gate.start(author, draft)
    judge_all()
    client.force_login(author)
    page = client.get(reverse("gate", args=[SLUG])).content.decode()
    assert "a test is of the group &#x27;egdes&#x27;, which is no hidden one of function.groups" in page
    assert refusal(author, draft) == "fails"


def test_version_from_before_a_rule_was_made_is_unchecked(
    client: Client, author: User, draft: PackageDraft
) -> None:
    version = gate.start(author, draft)
    config = package_folder(version) / "problem.toml"
    config.write_bytes(config.read_bytes().replace(b"solutions/first_mistake.py", b"../first_mistake.py"))
    client.force_login(author)
    assert "Check them first" in client.get(reverse("gate", args=[SLUG])).content.decode()
    assert refusal(author, draft) == "unchecked"


def test_reference_that_is_not_accepted_stops_the_others(author: User, draft: PackageDraft) -> None:
    change(author, draft, "solutions/reference.py", b"math.exp(-sum", b"1 + math.exp(-sum")
    change(author, draft, "public/samples.py", b"number_is(2.0)", b"number_is(2.5)")
    version = gate.start(author, draft)
    judge_all()
    table = gate.table_of(version)
    assert (table.stuck, table.under_way, table.refusal()) == (True, False, "fails")
    assert Submission.objects.count() == 1
    gate.start(author, draft)
    assert Submission.objects.filter(state=State.QUEUED).count() == 1


def test_run_again_judges_anew_and_a_second_press_does_not(author: User, draft: PackageDraft) -> None:
    gate.start(author, draft)
    gate.start(author, draft)
    assert SolutionCheck.objects.count() == 4
    judge_all()
    version = gate.start(author, draft)
    assert (SolutionCheck.objects.count(), gate.table_of(version).under_way) == (8, True)
    judge_all()
    assert gate.table_of(version).refusal() == ""


def test_change_forgets_what_was_judged_and_cancels_what_is_waiting(
    author: User, draft: PackageDraft
) -> None:
    gate.start(author, draft)
    judge_all()
    gate.start(author, draft)
    change(author, draft, "starter.py", b"0.0", b"1.0")
    version = gate.start(author, draft)
    assert not Reference.objects.exists()
    states = [line.submission and line.submission.state for line in gate.table_of(version).lines]
    assert states == [State.QUEUED, None, None, None]
    assert Submission.objects.filter(state=State.QUEUED).count() == 1


def test_reference_of_old_files_is_none_of_the_new(author: User, draft: PackageDraft) -> None:
    version = gate.start(author, draft)
    held = services.claim(Submission.objects.get().pk)
    assert held is not None
    ProblemVersion.objects.filter(pk=version.pk).update(digest="other")
    report = pipeline.run(held, Bare(), pipeline.Lease(held), pipeline.Course(0.0, 0.0))  # type: ignore[arg-type]
    services.finish(held, pipeline.verdict_of(report, pipeline.Course(0.0, 0.0)), report.per_example)
    assert not Reference.objects.exists()


def test_package_out_of_order_is_not_begun(author: User, draft: PackageDraft) -> None:
    change(author, draft, "problem.toml", b"pass_mark = 100", b"pass_mark = 0")
    with pytest.raises(PackageError, match="pass_mark"):
        gate.start(author, draft)
    assert not Submission.objects.exists()


def test_pages_show_the_table_refuse_and_publish(client: Client, author: User, draft: PackageDraft) -> None:
    client.force_login(author)
    page = reverse("gate", args=[SLUG])
    assert "Check every solution" in client.get(page).content.decode()
    refused = client.post(reverse("gate_publish", args=[SLUG]), follow=True)
    assert "Check them first" in refused.content.decode()
    client.post(reverse("gate_check", args=[SLUG]))
    live = table(client)
    assert ("data-live" in live, "waits for the reference" in live) == (True, True)
    judge_all()
    ended = table(client)
    assert ("data-live" in ended, ended.count("standing better")) == (False, 4)
    seen = ProblemVersion.objects.get(problem__slug=SLUG).digest
    assert f'name="seen" value="{seen}"' in ended
    unread = client.post(reverse("gate_publish", args=[SLUG]), {"seen": "0" * 64}, follow=True)
    assert "Somebody changed this problem meanwhile" in unread.content.decode()
    published = client.post(reverse("gate_publish", args=[SLUG]), {"seen": seen})
    assert published["Location"] == reverse("problem", args=[SLUG])
    assert client.get(published["Location"]).status_code == 200
    written = client.get(reverse("authoring:package", args=[SLUG])).content.decode()
    client.post(reverse("gate_check", args=[SLUG]))
    kept = table(client)
    assert (reverse("gate_check", args=[SLUG]) in written, SolutionCheck.objects.count()) == (False, 4)
    assert ("data-live" in kept, kept.count("standing better")) == (False, 4)


def table(client: Client) -> str:
    """What the page's script is answered."""
    return ask(client, "").content.decode()


def ask(client: Client, seen: str) -> HttpResponse:
    headers = {"HX-Request": "true", "HX-Target": "gate"}
    return client.get(reverse("gate", args=[SLUG]), {"seen": seen}, headers=headers)


def test_table_that_is_as_it_was_is_not_sent_again(client: Client, author: User, draft: PackageDraft) -> None:
    client.force_login(author)
    client.post(reverse("gate_check", args=[SLUG]))
    (seen,) = re.findall(r'"seen": "(\w+)"', client.get(reverse("gate", args=[SLUG])).content.decode())
    assert ask(client, seen).status_code == 204
    client.logout()
    assert ask(client, seen).status_code == 401


def test_check_of_a_package_out_of_order_says_why(client: Client, author: User, draft: PackageDraft) -> None:
    client.force_login(author)
    change(author, draft, "problem.toml", b"pass_mark = 100", b"pass_mark = 0")
    answer = client.post(reverse("gate_check", args=[SLUG]), follow=True)
    assert answer.redirect_chain[0][0] == reverse("authoring:package", args=[SLUG])
    assert "pass_mark" in answer.content.decode()
