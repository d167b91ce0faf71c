"""The problem's page as a place to write: drafts, hints one at a time, giving up, the kit."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from judge import drafts, hints, limits, runs, services
from judge.kit import KitRate, kit_of
from judge.models import Draft, Help, Reference, Submission
from questions.models import ProblemVersion
from tests.conftest import MakeUser
from tests.judge.conftest import Judged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DRAFT_EVERY", 0.0)


def page_of(client: Client, version: ProblemVersion) -> str:
    return client.get(reverse("problem", args=[version.problem.slug])).content.decode()


def save(
    client: Client, version: ProblemVersion, source: str, revision: int | str
) -> tuple[int, dict[str, Any]]:
    answer = client.post(
        reverse("draft", args=[version.problem.slug]), {"source": source, "revision": str(revision)}
    )
    return answer.status_code, answer.json()


def test_a_draft_is_found_again_elsewhere(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    status, told = save(client, fake_version, "x = '微调'\r\n", 0)
    assert (status, told["revision"]) == (200, 1)
    other = Client()
    other.force_login(candidate)
    shown = other.get(reverse("problem", args=[fake_version.problem.slug]))
    assert shown.context["form"].initial["source"] == "x = '微调'\n"
    assert shown.context["draft"]["revision"] == 1


def test_saving_the_same_again_changes_nothing(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    save(client, fake_version, "x = 1", 0)
    assert save(client, fake_version, "x = 1", 0)[0] == 200
    assert Draft.objects.get().revision == 1


def test_who_was_not_there_first_is_told_and_nothing_is_lost(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    save(client, fake_version, "x = 1", 0)
    save(client, fake_version, "x = 2", 1)
    status, told = save(client, fake_version, "y = 1", 1)
    assert (status, told["conflict"], told["source"], told["revision"]) == (200, True, "x = 2", 2)
    assert Draft.objects.get().source == "x = 2"
    assert save(client, fake_version, "y = 1", 2)[1]["conflict"] is False


@pytest.mark.parametrize(
    ("source", "revision", "status"),
    [
        ("x" * (limits.DRAFT_BYTES + 1), 0, 413),
        ("a\0b", 0, 413),
        ("x", "", 400),
        ("x", "-1", 400),
        ("x", "9" * 30, 400),
    ],
)
def test_a_bad_save_is_refused(
    client: Client,
    candidate: User,
    fake_version: ProblemVersion,
    source: str,
    revision: int | str,
    status: int,
) -> None:
    assert save(client, fake_version, source, revision)[0] == status
    assert not Draft.objects.exists()


def test_saves_in_quick_succession_are_put_off(
    monkeypatch: pytest.MonkeyPatch, client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    monkeypatch.setattr(limits, "DRAFT_EVERY", 60.0)
    save(client, fake_version, "x = 1", 0)
    assert save(client, fake_version, "x = 2", 1)[0] == 429


def test_a_draft_is_saved_without_scripts(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    address = reverse("problem", args=[fake_version.problem.slug])
    first = {"source": "first = 1", "revision": "0", "save": "1"}
    assert client.post(address, first)["Location"] == address
    assert "first = 1" in page_of(client, fake_version)
    late = client.post(address, first | {"source": "late = 1"})
    assert (late.status_code, "late = 1" in late.content.decode()) == (409, True)
    assert "first = 1" in page_of(client, fake_version)
    assert 'name="revision" value="1"' in late.content.decode()
    assert client.post(address, first | {"source": "late = 1", "revision": "1"}).status_code == 302
    assert "late = 1" in page_of(client, fake_version)
    large = client.post(address, first | {"source": "x" * 300_000})
    assert (large.status_code, 'name="revision" value="0"' in large.content.decode()) == (413, True)
    chosen = [SimpleUploadedFile("a.py", text) for text in (b"chosen = 1", "中文".encode("gbk"))]
    late = client.post(address, first | {"file": SimpleUploadedFile("a.py", b"from_file = 1")})
    assert (late.status_code, "from_file = 1" in late.content.decode()) == (409, True)
    sent = [client.post(address, first | {"revision": "2", "file": file}).status_code for file in chosen]
    assert (sent, "chosen = 1" in page_of(client, fake_version)) == ([302, 422], True)
    assert not Submission.objects.exists()


def test_a_visitor_has_no_draft_here(client: Client, fake_version: ProblemVersion) -> None:
    assert save(client, fake_version, "x = 1", 0)[0] == 401


def test_a_draft_needs_the_sites_own_token(candidate: User, fake_version: ProblemVersion) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(candidate)
    answer = strict.post(reverse("draft", args=[fake_version.problem.slug]), {"source": "x", "revision": "0"})
    assert answer.status_code == 403


def test_drafts_are_everybodys_own(make_user: MakeUser, fake_version: ProblemVersion) -> None:
    one, other = make_user(username="one"), make_user(username="other")
    drafts.save_draft(one, fake_version.problem, "x = 1", 0)
    assert drafts.draft_of(other, fake_version.problem) is None


def press(client: Client, version: ProblemVersion, name: str, **data: str) -> str:
    return client.post(reverse(name, args=[version.problem.slug]), data).content.decode()


def test_hints_come_one_at_a_time(client: Client, candidate: User, fake_version: ProblemVersion) -> None:
    assert ">first<" not in page_of(client, fake_version)
    one = press(client, fake_version, "hint", seen="0", source="my = 'code'")
    assert (">first<" in one, ">second<" in one) == (True, False)
    assert "my = &#x27;code&#x27;" in one
    both = press(client, fake_version, "hint", seen="1")
    assert (">first<" in both, ">second<" in both) == (True, True)
    assert page_of(client, fake_version).count(">second<") == 1


def test_a_press_that_came_twice_opens_one(candidate: User, fake_version: ProblemVersion) -> None:
    for _ in range(2):
        hints.next_hint(candidate, fake_version.problem, 0, 2)
    hints.next_hint(candidate, fake_version.problem, 7, 2)
    assert Help.objects.get().hints == 1


def test_there_are_no_more_hints_than_there_are(candidate: User, fake_version: ProblemVersion) -> None:
    for seen in range(5):
        hints.next_hint(candidate, fake_version.problem, seen, 2)
    assert Help.objects.get().hints == 2


def test_hints_are_not_sent_to_visitors(client: Client, fake_version: ProblemVersion) -> None:
    page = page_of(client, fake_version)
    assert ">first<" not in page
    assert client.post(reverse("hint", args=[fake_version.problem.slug]), {"seen": "0"}).status_code == 302


def test_the_explanation_opens_by_giving_up_and_when_is_kept(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    assert 'id="explanation"' not in page_of(client, fake_version)
    assert 'id="explanation"' in press(client, fake_version, "give_up", source="x = 1")
    first = Help.objects.get().gave_up_at
    press(client, fake_version, "give_up")
    assert Help.objects.get().gave_up_at == first
    assert first is not None
    assert first <= timezone.now()


def test_the_explanation_opens_by_solving(
    client: Client, candidate: User, fake_version: ProblemVersion, judged: Judged
) -> None:
    judged(candidate)
    page = page_of(client, fake_version)
    assert 'id="explanation"' in page
    assert reverse("give_up", args=[fake_version.problem.slug]) not in page


@pytest.mark.parametrize("role", list(Role))
def test_anybody_may_have_the_kit(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion, role: Role
) -> None:
    client.force_login(make_user(role))
    cache.clear()
    answer = client.get(reverse("kit", args=[fake_version.problem.slug]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == 'attachment; filename="fake-problem-1.0.zip"'
    assert answer.getvalue() == kit_of(fake_version).path.read_bytes()


def test_kits_are_counted_by_account_and_by_address(
    client: Client, make_user: MakeUser, fake_version: ProblemVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KitRate, "rate", "2/min")
    cache.clear()
    address = reverse("kit", args=[fake_version.problem.slug])
    given = [client.get(address) for _ in range(3)]
    assert [answer.status_code for answer in given] == [200, 200, 429]
    assert 0 < int(given[2]["Retry-After"]) <= 60
    client.force_login(make_user())
    given.append(client.get(address))
    assert given[3].status_code == 200
    for answer in given:
        answer.getvalue()  # read to the end, a file is closed
    cache.clear()


def test_a_kit_that_another_process_has_just_written_stays(
    fake_version: ProblemVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit_of(fake_version)
    is_file = Path.is_file
    # As the other process saw it, a moment before.
    monkeypatch.setattr(Path, "is_file", lambda path: path.suffix != ".zip" and is_file(path))
    assert kit_of(fake_version).path.exists()


def test_a_kit_says_where_it_cannot_run(fake_version: ProblemVersion, tmp_path: Path) -> None:
    with zipfile.ZipFile(kit_of(fake_version).path) as archive:
        archive.extractall(tmp_path)
    program = "import runpy, sys; main = runpy.run_path(%r)['main']; sys.platform = 'win32'; sys.exit(main())"
    script = tmp_path / "fake-problem" / "run_samples.py"
    done = subprocess.run(
        [sys.executable, "-c", program % str(script)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.startswith("This needs Linux or macOS")) == (1, True)


def test_who_reviews_sees_what_help_was_taken(
    client: Client, candidate: User, make_user: MakeUser, fake_version: ProblemVersion, judged: Judged
) -> None:
    press(client, fake_version, "hint", seen="0")
    press(client, fake_version, "give_up")
    address = reverse("submission", args=[judged(candidate).pk])
    words = ("1 hint opened", "read the explanation unsolved")
    own = client.get(address, headers={"accept-language": "en"}).content.decode()
    client.force_login(make_user(Role.INTERVIEWER))
    reviewed = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert ([word in own for word in words], [word in reviewed for word in words]) == (
        [False] * 2,
        [True] * 2,
    )


def test_a_number_too_long_for_a_submission_names_none(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    assert (
        client.get(reverse("problem", args=[fake_version.problem.slug]) + f"?from={'9' * 5000}").status_code
        == 200
    )


def test_a_pause_is_explained_in_the_language_of_the_page(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    services.pause(fake_version, "评分程序坏了。", "The scorer broke.")
    address = reverse("problem", args=[fake_version.problem.slug])
    for language, shown, hidden in [
        ("zh-hans", "评分程序坏了。", "The scorer"),
        ("en", "The scorer broke.", "评分"),
    ]:
        client.cookies["django_language"] = language
        pages = [client.get(address), client.post(address, {"source": "x = 1"})]
        texts = [page.content.decode() for page in pages]
        assert [(shown in text, hidden in text) for text in texts] == [(True, False)] * 2


def test_the_editor_is_given_the_words_of_its_panels(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    page = page_of(client, fake_version)
    phrases = json.loads(
        page.partition('id="editor-phrases" type="application/json">')[2].partition("</script>")[0]
    )
    assert (phrases["next"], phrases["close"], len(phrases)) == ("Next match", "Close", 20)


@pytest.mark.parametrize("name", ["run_start", "hint", "give_up"])
def test_a_script_is_told_that_nobody_is_signed_in(
    client: Client, fake_version: ProblemVersion, name: str
) -> None:
    address = reverse(name, args=[fake_version.problem.slug])
    assert client.post(address, {"source": "x"}, headers={"hx-request": "true"}).status_code == 401
    assert client.post(address, {"source": "x"})["Location"] == f"{reverse('account_login')}?next={address}"


def test_a_draft_of_who_was_signed_in_before_is_not_taken(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    address = reverse("draft", args=[fake_version.problem.slug])
    kept = {"source": "x = 1", "revision": "0"}
    own = f"{candidate.pk}:{fake_version.problem.slug}"
    assert client.post(address, kept | {"key": f"9{own}"}).status_code == 403
    assert not Draft.objects.exists()
    assert client.post(address, kept | {"key": own}).status_code == 200


def test_every_way_in_which_a_run_may_be_lost_has_words(
    client: Client, candidate: User, fake_version: ProblemVersion
) -> None:
    page = client.post(
        reverse("run_start", args=[fake_version.problem.slug]),
        {"source": "print(1)"},
        headers={"hx-request": "true"},
    ).content.decode()
    assert re.findall(r'data-live-note="([a-z-]+)"', page) == ["lost", "signed-out", "gone"]


def test_samples_are_shown_before_anything_ran(
    client: Client, candidate: User, fake_version: ProblemVersion, judged: Judged
) -> None:
    case = {"title": {"zh": "甲", "en": "One"}, "passed": True, "got": "by the reference", "message": None}
    shown = case | {"given": "f(1)", "expected": "2"}
    groups = [
        {"key": "samples", "title": {"zh": "样例", "en": "Samples"}, "sample": True, "cases": [shown]},
        {"key": "rest", "title": {"zh": "其余", "en": "The rest"}, "sample": False, "cases": [case]},
    ]
    made = judged(candidate, groups=groups).latest_verdict
    Reference.objects.create(problem_version=fake_version, verdict=made, per_example=b"")
    page = page_of(client, fake_version)
    found = [words in page for words in ("f(1)", ">2</pre>", "by the reference", "The rest")]
    assert found == [True, True, False, False]


def test_the_code_that_ran_is_gone_back_to(
    client: Client, make_user: MakeUser, candidate: User, fake_version: ProblemVersion
) -> None:
    drafts.save_draft(candidate, fake_version.problem, "old = 1", 0)
    run = runs.start_run(candidate, fake_version, "ran = 1", "typed")
    address = f"{reverse('problem', args=[fake_version.problem.slug])}?from={run.pk}"
    assert address in client.get(reverse("run", args=[run.pk])).content.decode()
    shown = client.get(address).context["form"].initial
    assert shown == {"source": "ran = 1", "typed": "typed"}
    client.force_login(make_user(username="other", role=Role.ADMIN))
    assert client.get(address).context["form"].initial["source"] == fake_version.starter


def test_reset_works_without_a_script(client: Client, candidate: User, fake_version: ProblemVersion) -> None:
    drafts.save_draft(candidate, fake_version.problem, "old = 1", 0)
    page = client.get(reverse("problem", args=[fake_version.problem.slug]))
    address = page.context["desk"].starter
    assert f'<a class="button small" href="{address}">' in page.content.decode()
    assert client.get(address).context["form"].initial["source"] == fake_version.starter
