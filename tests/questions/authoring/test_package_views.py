"""The pages on which problems are written: nothing that was typed is lost, and every fault is named."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from questions import packaging
from questions.authoring.package_forms import PAGE_BYTES, posted_files
from questions.models import ProblemDraft, ProblemVersion
from questions.package_models import PackageDraft
from questions.package_zip import read_zip, write_zip
from questions.problem_loader import SHIPPED, load_package
from questions.problem_package import read_package

pytestmark = pytest.mark.django_db
NEW = {"title_zh": "困惑度", "title_en": "Perplexity", "slug": "perplexity", "kind": "function"}


@pytest.fixture(autouse=True)
def signed_in(client: Client, author: User) -> None:
    client.force_login(author)


@pytest.fixture
def package(author: User) -> PackageDraft:
    return packaging.begin(author, "own-problem", "function", "题", "Problem")


def posted(package: PackageDraft, **more: str) -> dict[str, str]:
    """What the page's form sends: every text, with the line ends of a form."""
    files = packaging.files_of_draft(package)
    texts = {f"file:{path}": text.decode().replace("\n", "\r\n") for path, text in files.items()}
    return texts | {"seen": str(package.version), "new_path": "", "new_text": ""} | more


def test_problem_is_begun_from_its_template(client: Client) -> None:
    answer = client.post(reverse("authoring:package_new"), NEW)
    assert answer["Location"] == reverse("authoring:package", args=["perplexity"])
    page = client.get(answer["Location"])
    assert (page.context["faults"], page.context["files"].title()) == ([], "Perplexity")
    assert "def perplexity(log_probs)" in page.content.decode()
    assert "perplexity" in client.get(reverse("authoring:drafts")).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"slug": "Not A Name"}, "slug"), ({"kind": "nothing"}, "kind"), ({"title_zh": ""}, "title_zh")],
)
def test_problem_is_not_begun_from_a_bad_form(client: Client, changes: dict[str, str], field: str) -> None:
    page = client.post(reverse("authoring:package_new"), NEW | changes)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert "Perplexity" in page.content.decode()


def test_problem_of_a_taken_name_is_refused_in_words(client: Client, package: PackageDraft) -> None:
    page = client.post(reverse("authoring:package_new"), NEW | {"slug": package.slug})
    assert "There is a problem of this name" in page.content.decode()


def test_what_comes_back_from_a_form_unchanged_changes_nothing(client: Client, package: PackageDraft) -> None:
    client.post(reverse("authoring:package", args=[package.slug]), posted(package))
    package.refresh_from_db()
    assert package.version == 1


def test_files_are_written_added_and_removed(client: Client, package: PackageDraft) -> None:
    given = posted(
        package,
        **{
            "file:starter.py": "def f():\r\n    return 1",
            "new_path": "solutions/fourth.py",
            "new_text": "x = 1",
        },
        **{"remove:hints.en.md": "on"},
    )
    answer = client.post(reverse("authoring:package", args=[package.slug]), given)
    files = packaging.files_of_draft(package)
    assert answer.status_code == 302
    assert (files["starter.py"], files["solutions/fourth.py"]) == (b"def f():\n    return 1\n", b"x = 1\n")
    assert "hints.en.md" not in files
    history = client.get(reverse("authoring:package_history", args=[package.slug])).content.decode()
    assert "3 files changed" in history
    assert "removed" in history


def test_an_earlier_revision_of_the_files_is_restored_unless_somebody_saved_meanwhile(
    client: Client, package: PackageDraft, author: User
) -> None:
    first, before = package.revisions.get(), packaging.files_of_draft(package)
    after = before | {"starter.py": b"x = 1\r\n", "new.py": b"", "public/a.bin": b"\xff"}
    del after["hints.en.md"]
    packaging.save(author, package, after, seen=1)
    restore = reverse("authoring:package_restore", args=[package.slug, first.pk])
    names = ("package_history", "package")
    history, page = (reverse(f"authoring:{name}", args=[package.slug]) for name in names)
    assert restore in client.get(history).content.decode()
    assert client.post(restore, {"seen": "1"})["Location"] == history
    assert packaging.files_of_draft(package) == after
    assert client.post(restore, {"seen": "2"})["Location"] == page
    assert packaging.files_of_draft(package) == before | {"public/a.bin": b"\xff"}
    assert "public/a.bin" in [str(one) for one in get_messages(client.get(page).wsgi_request)][-1]
    assert package.revisions.count() == 3


def test_history_shows_what_changed_line_by_line(client: Client, package: PackageDraft, author: User) -> None:
    lines = [f"line {number}" for number in range(30)]
    for number in (1, 2):
        text = "\n".join([*lines, f"last {number}"])
        files = packaging.files_of_draft(package) | {"a.txt": text.encode()}
        packaging.save(author, package, files, seen=number)
    page = client.get(reverse("authoring:package_history", args=[package.slug]))
    newest, added, _begun = page.context["rows"]
    ((changed,), (whole,)) = newest[1], added[1]
    assert (changed.name, changed.diff.added, changed.diff.removed) == ("a.txt", 1, 1)
    assert (whole.before, whole.diff) == ("", None)


def test_file_that_is_no_text_stays_as_it_was() -> None:
    before = {"data.bin": b"\xff", "a.py": b"x\r\n"}
    given = QueryDict(mutable=True)
    given.update({"file:data.bin": "", "file:a.py": "x\r\n", "file:hints.en.md": ""})
    assert posted_files(given, before) == (before, [])


@pytest.mark.parametrize("path", ["../outside.py", "starter.py", "starter.py/x", "STARTER.py"])
def test_new_file_of_a_bad_path_is_refused_and_the_rest_is_kept(
    client: Client, package: PackageDraft, path: str
) -> None:
    given = posted(package, **{"file:starter.py": "typed", "new_path": path, "new_text": "mine"})
    page = client.post(reverse("authoring:package", args=[package.slug]), given)
    shown = page.content.decode()
    assert (page.status_code, page.context["unsaved"]) == (422, True)
    assert f"{path}:" in shown.replace("&#x27;", "'")
    assert "typed" in shown
    assert "mine" in shown


def test_save_over_somebody_elses_keeps_what_was_typed(
    client: Client, author: User, package: PackageDraft
) -> None:
    given = posted(package, **{"file:starter.py": "typed"})
    files = packaging.files_of_draft(package)
    packaging.save(author, package, files | {"starter.py": b"other\n"}, 1)
    page = client.post(reverse("authoring:package", args=[package.slug]), given)
    assert (page.status_code, "typed" in page.content.decode()) == (409, True)
    assert packaging.files_of_draft(package)["starter.py"] == b"other\n"


def test_preview_shows_what_is_not_saved(client: Client, package: PackageDraft) -> None:
    given = posted(package, **{"file:statement.en.md": "Some **bold** text", "preview": "1"})
    page = client.post(reverse("authoring:package", args=[package.slug]), given)
    assert "<strong>bold</strong>" in page.content.decode()
    assert PackageDraft.objects.get().version == 1


def test_new_file_is_shown_in_a_preview_and_then_saved(client: Client, package: PackageDraft) -> None:
    given = posted(package, new_path="solutions/fourth.py", new_text="x = 1", preview="1")
    page = client.post(reverse("authoring:package", args=[package.slug]), given)
    shown = page.content.decode()
    assert 'name="file:solutions/fourth.py"' in shown
    assert 'value="solutions/fourth.py"' not in shown
    again = posted(package) | {"file:solutions/fourth.py": "x = 1"}
    assert client.post(reverse("authoring:package", args=[package.slug]), again).status_code == 302
    assert packaging.files_of_draft(package)["solutions/fourth.py"] == b"x = 1\n"


@pytest.mark.parametrize("said", ["deep = " + "[" * 900, "many = " + "9" * 5000, "a" + ".a" * 5000 + " = 1"])
def test_problem_whose_table_nobody_can_read_is_mended_on_its_page(
    client: Client, package: PackageDraft, said: str
) -> None:
    target = reverse("authoring:package", args=["own-problem"])
    assert client.post(target, posted(package, **{"file:problem.toml": said})).status_code == 302
    page = client.get(target)
    assert (page.status_code, page.context["files"].title(), len(page.context["faults"])) == (200, "", 1)
    assert said in page.content.decode()


def test_faults_stand_above_the_form(client: Client, package: PackageDraft) -> None:
    given = posted(package, **{"file:problem.toml": 'kind = "function"\nversion = "1.0"\nspeed = 3\n'})
    client.post(reverse("authoring:package", args=[package.slug]), given)
    page = client.get(reverse("authoring:package", args=[package.slug]))
    assert "problem.toml: title: it is missing" in page.context["faults"]


def test_zip_goes_out_and_comes_in_again(client: Client, package: PackageDraft) -> None:
    content = client.get(reverse("authoring:package_zip", args=[package.slug])).content
    slug, files = read_zip(content)
    assert (slug, files) == (package.slug, packaging.files_of_draft(package))
    target = reverse("authoring:package_import")
    client.post(target, {"file": SimpleUploadedFile("a.zip", content)})
    package.refresh_from_db()
    assert package.version == 1
    other = write_zip(slug, files | {"starter.py": b"new\n"})
    refused = client.post(target, {"file": SimpleUploadedFile("a.zip", other)})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["replace"])
    replaced = client.post(target, {"file": SimpleUploadedFile("a.zip", other), "replace": "on"})
    assert replaced.status_code == 302
    assert client.get(reverse("authoring:package_zip", args=[slug])).content == write_zip(
        slug, files | {"starter.py": b"new\n"}
    )


def test_bad_zip_is_refused_line_by_line(client: Client) -> None:
    bad = write_zip("p", {"problem.toml": b"", "../out.py": b"x", "b c": b"x"})
    page = client.post(reverse("authoring:package_import"), {"file": SimpleUploadedFile("a.zip", bad)})
    assert (page.status_code, len(page.context["form"].errors["file"])) == (422, 2)
    assert not PackageDraft.objects.exists()


def test_published_problem_is_taken_up(client: Client) -> None:
    version = load_package(read_package(SHIPPED / "beam-search")).version
    ProblemVersion.objects.filter(pk=version.pk).update(published=True)
    assert "beam-search" in client.get(reverse("authoring:drafts")).context["shipped"]
    answer = client.post(reverse("authoring:take_up", args=["beam-search"]))
    assert answer["Location"] == reverse("authoring:package", args=["beam-search"])
    assert client.post(reverse("authoring:take_up", args=["nothing"])).status_code == 404


def test_coding_item_becomes_a_problem(client: Client, author: User) -> None:
    item = ProblemDraft.objects.create(slug="i", author=author, title="Write", statement="Write it.")
    place = reverse("authoring:coding", args=[item.slug])
    assert client.post(place, {"slug": "", "kind": "function"}).status_code == 422
    client.post(place, {"slug": "written", "kind": "function"})
    assert packaging.files_of_draft(PackageDraft.objects.get())["statement.en.md"] == b"Write it.\n"


def test_move_to_review_and_back(client: Client, package: PackageDraft) -> None:
    target = reverse("authoring:package_move", args=[package.slug])
    states = []
    for to in ("in_review", "published", "draft"):
        client.post(target, {"to": to})
        package.refresh_from_db()
        states.append(package.state)
    assert states == ["in_review", "in_review", "draft"]


def test_schema_is_that_of_the_config(client: Client) -> None:
    schema = json.loads(client.get(reverse("authoring:schema")).content)
    assert {"kind", "version", "limits", "solutions"} <= set(schema["required"])


def test_file_that_is_too_large_for_the_page_stays_as_it_was(
    client: Client, author: User, package: PackageDraft
) -> None:
    large = {"data/large.txt": b"x" * PAGE_BYTES, "data/small.txt": b"y"}
    packaging.save(author, package, packaging.files_of_draft(package) | large, 1)
    place = reverse("authoring:package", args=[package.slug])
    page = client.get(place)
    files = page.context["files"]
    assert [field.path for field in files.others() if field.text is None] == ["data/large.txt"]
    texts = {
        f"file:{field.path}": field.text
        for field in (
            files.config(),
            *files.others(),
            *(f for pair in files.pairs() for f in (pair.zh, pair.en)),
        )
        if field.text is not None
    }
    answer = client.post(place, texts | {"seen": "2", "file:starter.py": "z" * 3 * 1024 * 1024})
    assert answer.status_code == 302
    found = packaging.files_of_draft(package)
    assert (found["data/large.txt"], len(found["starter.py"])) == (
        large["data/large.txt"],
        3 * 1024 * 1024 + 1,
    )


def test_form_that_sends_more_than_the_site_takes_is_told_so(client: Client, package: PackageDraft) -> None:
    place = reverse("authoring:package", args=[package.slug])
    given = posted(package, **{"file:starter.py": "z" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    answer = client.post(place, given)
    assert (answer.status_code, "A form may send at most 8.0" in answer.content.decode()) == (413, True)
    assert PackageDraft.objects.get().version == 1


def test_form_sends_its_texts_as_they_are(client: Client, package: PackageDraft) -> None:
    """As they are, not in the percent signs that make three bytes of each byte of Chinese."""
    page = client.get(reverse("authoring:package", args=[package.slug])).content.decode()
    assert 'enctype="multipart/form-data" data-once data-unsaved' in page


def test_lists_of_problems_and_of_coding_items_have_pages(client: Client, author: User) -> None:
    PackageDraft.objects.bulk_create(PackageDraft(slug=f"p-{n}", author=author) for n in range(31))
    items = (ProblemDraft(slug=f"i-{n}", author=author, title=f"Item {n}", statement="s") for n in range(31))
    ProblemDraft.objects.bulk_create(items)
    place = reverse("authoring:drafts")
    first, second = client.get(place), client.get(f"{place}?items=2&problems=2")
    assert [len(page.context["problems"]) for page in (first, second)] == [30, 1]
    assert [len(page.context["items"]) for page in (first, second)] == [30, 1]
    assert 'href="?problems=2"' in first.content.decode()
    assert 'href="?items=2&amp;problems=1"' in second.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_for_any_number(
    client: Client, author: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        draft = packaging.begin(author, f"own-{number}", "function", "题", "Problem")
    for number in range(count):
        files = packaging.files_of_draft(draft) | {"starter.py": f"x = {number}\n".encode()}
        packaging.save(author, draft, files, draft.version)
        draft.refresh_from_db()
    with django_assert_num_queries(9):
        client.get(reverse("authoring:drafts"))
    with django_assert_num_queries(6):
        page = client.get(reverse("authoring:package_history", args=[draft.slug]))
    assert len(page.context["rows"]) == count + 1
