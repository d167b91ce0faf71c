"""Packages that are written on the site: begun, saved, imported, taken up, brought in behind a gate."""

from __future__ import annotations

import pytest

from accounts.models import User
from questions import packaging
from questions.models import ProblemDraft, ProblemVersion, SearchEntry
from questions.package_models import PackageDraft, PackageFile
from questions.package_templates import files_in
from questions.packaging import Refused, State
from questions.problem_loader import SHIPPED, load_package
from questions.problem_package import PackageError, digest_of, read_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(author: User) -> PackageDraft:
    return packaging.begin(author, "own-problem", "function", "题", "Problem")


def changed(draft: PackageDraft, **texts: str) -> dict[str, bytes]:
    named = {name.replace("__", "."): text.encode() for name, text in texts.items()}
    return packaging.files_of_draft(draft) | named


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


def test_digest_is_that_of_the_folder(package: PackageDraft) -> None:
    files = packaging.files_of_draft(package)
    with packaging.unpacked(package.slug, files) as folder:
        assert package.digest == digest_of(folder) == packaging.digest_of_files(files)
    shipped = SHIPPED / "ngram-language-model"
    assert packaging.digest_of_files(files_in(shipped)) == digest_of(shipped)


def test_name_must_be_free_and_a_name(author: User, package: PackageDraft) -> None:
    load_package(read_package(SHIPPED / "beam-search"))
    for slug, code in (("own-problem", "taken"), ("beam-search", "taken"), ("No Name", "slug")):
        with pytest.raises(Refused) as error:
            packaging.begin(author, slug, "function", "题", "Problem")
        assert refusal(error) == code
    assert PackageDraft.objects.count() == 1


def test_save_counts_versions_and_says_which_language_is_behind(author: User, package: PackageDraft) -> None:
    packaging.move(author, package, State.IN_REVIEW)
    assert packaging.save(author, package, changed(package, statement__zh__md="新\n"), 1)
    package.refresh_from_db()
    assert (package.version, package.stale_language, package.state) == (2, "en", State.DRAFT)
    packaging.save(author, package, changed(package, hints__en__md="new\n"), 2)
    package.refresh_from_db()
    assert package.stale_language == ""
    newest = package.revisions.first()
    assert newest is not None
    assert [line[0] for line in newest.changes] == ["hints.en.md"]
    assert newest.changes[0][2] == "new\n"


@pytest.mark.parametrize(
    ("saves", "behind"),
    [
        (["zh"], "en"),
        (["zh", "en"], ""),
        (["zh", "zh"], "en"),
        (["zh", "zh", "en"], ""),
        (["zh", "en", "en"], "zh"),
        (["zh", "en", "en", "zh"], ""),
        (["en", "zh+en"], ""),
        (["zh+en", "en"], "zh"),
        (["zh", "none"], "en"),
    ],
)
def test_language_that_follows_is_up_to_date(
    author: User, package: PackageDraft, saves: list[str], behind: str
) -> None:
    for number, languages in enumerate(saves, 1):
        texts = {f"statement__{one}__md": f"{number}\n" for one in languages.split("+") if one != "none"}
        packaging.save(author, package, changed(package, cases__py=f"{number}\n", **texts), number)
    package.refresh_from_db()
    assert package.stale_language == behind


def test_save_of_the_same_changes_nothing(author: User, package: PackageDraft) -> None:
    assert packaging.save(author, package, changed(package), 1) is False
    package.refresh_from_db()
    assert (package.version, package.revisions.count()) == (1, 1)


def test_save_over_somebody_elses_is_refused(author: User, package: PackageDraft) -> None:
    packaging.save(author, package, changed(package, starter__py="a\n"), 1)
    with pytest.raises(Refused) as error:
        packaging.save(author, package, changed(package, starter__py="b\n"), 1)
    assert refusal(error) == "changed"
    assert packaging.files_of_draft(package)["starter.py"] == b"a\n"


@pytest.mark.parametrize("path", ["../x.py", "a b", ".env", "__pycache__/a.pyc"])
def test_save_of_a_path_that_no_package_has_is_refused(
    author: User, package: PackageDraft, path: str
) -> None:
    with pytest.raises(Refused) as error:
        packaging.save(author, package, packaging.files_of_draft(package) | {path: b"x"}, 1)
    assert (refusal(error), error.value.words.startswith(path)) == ("path", True)


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        (["a", "a/b"], "a/b: a is a file, not a folder"),
        (["A", "a/b/c"], "a/b/c: a is a file, not a folder"),
        (["data.txt", "Data.txt"], "Data.txt: it is there twice; data.txt: it is there twice"),
    ],
)
def test_paths_that_no_folder_holds_together_are_refused(
    author: User, package: PackageDraft, paths: list[str], words: str
) -> None:
    files = packaging.files_of_draft(package) | dict.fromkeys(paths, b"x")
    with pytest.raises(Refused) as error:
        packaging.save(author, package, files, 1)
    assert (refusal(error), error.value.words) == ("path", words)
    assert "; ".join(packaging.faults_of(package.slug, files)) == words


def test_draft_that_holds_such_paths_already_is_no_package(package: PackageDraft) -> None:
    PackageFile.objects.create(draft=package, path="starter.py/x", content=b"x")
    with pytest.raises(PackageError, match=r"starter.py is a file, not a folder"):
        packaging.load_draft(package)


def test_faults_name_file_and_key(package: PackageDraft) -> None:
    files = packaging.files_of_draft(package)
    assert packaging.faults_of(package.slug, files) == []
    config = files["problem.toml"].replace(b"pass_mark = 100", b"pass_mark = 200")
    assert packaging.faults_of(package.slug, files | {"problem.toml": config}) == [
        "problem.toml, line 9: pass_mark: it must be 100 at most"
    ]
    files.pop("starter.py")
    assert packaging.faults_of(package.slug, files) == ["starter.py: the file is missing"]


def test_import_is_done_once(author: User, package: PackageDraft) -> None:
    files = packaging.files_of_draft(package) | {"data.bin": b"\xff\x00"}
    with pytest.raises(Refused, match="there"):
        packaging.bring_in(author, "own-problem", files, replace=False)
    assert packaging.bring_in(author, "own-problem", files, replace=True)[1] is True
    again, did = packaging.bring_in(author, "own-problem", files, replace=False)
    assert (did, again.revisions.count(), packaging.files_of_draft(again)) == (False, 2, files)
    newest = again.revisions.first()
    assert newest is not None
    assert newest.changes == [["data.bin", None, "(2 bytes)"]]


def test_a_nul_is_in_no_text_of_the_history(author: User, package: PackageDraft) -> None:
    packaging.save(author, package, packaging.files_of_draft(package) | {"data.bin": b"a\0b"}, 1)
    newest = package.revisions.first()
    assert newest is not None
    assert newest.changes == [["data.bin", None, "(3 bytes)"]]


def test_coding_item_of_an_article_lends_its_texts(author: User) -> None:
    item = ProblemDraft.objects.create(
        slug="i", author=author, title="写一个函数", statement="请写。", starter="def f():\n    pass"
    )
    draft = packaging.begin_from_item(author, "from-article", "function", item)
    files = packaging.files_of_draft(draft)
    assert files["statement.zh.md"].decode() == "请写。\n"
    assert files["starter.py"].decode() == "def f():\n    pass\n"
    assert packaging.faults_of("from-article", files) == []


def test_problem_that_is_there_is_taken_up_as_its_next_version(author: User) -> None:
    version = load_package(read_package(SHIPPED / "beam-search")).version
    draft = packaging.take_up(author, version)
    assert b'version = "1.2"' in packaging.files_of_draft(draft)["problem.toml"]
    assert packaging.take_up(author, version) == draft
    assert packaging.next_version("2.9", {"2.10"}) == "2.11"


def test_loaded_draft_is_behind_the_gate_and_unknown_to_search(author: User, package: PackageDraft) -> None:
    version, new = packaging.load_draft(package)
    assert (new, version.gated, version.published, version.digest) == (True, True, False, package.digest)
    assert not SearchEntry.objects.filter(problem=version.problem).exists()
    assert packaging.load_draft(package) == (version, False)
    packaging.save(author, package, changed(package, starter__py="other\n"), 1)
    package.refresh_from_db()
    version, new = packaging.load_draft(package)
    assert (new, version.digest, ProblemVersion.objects.count()) == (True, package.digest, 1)


def test_published_version_does_not_change(author: User, package: PackageDraft) -> None:
    version, _ = packaging.load_draft(package)
    version.published = True
    version.save()
    packaging.save(author, package, changed(package, starter__py="other\n"), 1)
    with pytest.raises(PackageError) as error:
        packaging.load_draft(PackageDraft.objects.get())
    assert error.value.problems == [
        "problem.toml, line 2: version: version 1.0 is published and cannot change; give a new version"
    ]
