"""Packages become immutable versions, with a copy and data of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from questions.models import ProblemVersion
from questions.problem_loader import data_folder, load_package, load_packages, package_folder, stored_package
from questions.problem_package import PackageError, read_package
from runners.base import Problem
from runners.registry import load_runner
from tests.packages import TOML, write_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    write_package(tmp_path / "loader-problem")
    return tmp_path


def test_load_adds_then_leaves(shelf: Path) -> None:
    assert [(one.version.problem.slug, one.did) for one in load_packages(shelf)] == [
        ("loader-problem", "added")
    ]
    assert [one.did for one in load_packages(shelf)] == ["left"]
    assert ProblemVersion.objects.count() == 1


def test_load_takes_several_folders_and_the_later_goes_over_the_earlier(shelf: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    write_package(mine / "my-problem")
    mended = write_package(mine / "loader-problem") / "problem.toml"
    mended.write_text(mended.read_text().replace('version = "1.0"', 'version = "1.1"'))
    loaded = load_packages(shelf, mine)
    assert [(one.version.problem.slug, one.version.version) for one in loaded] == [
        ("loader-problem", "1.1"),
        ("my-problem", "1.0"),
    ]


def test_load_of_some_leaves_the_others_and_names_what_is_not_there(shelf: Path) -> None:
    write_package(shelf / "another-problem")
    loaded = load_packages(shelf, only=["another-problem"])
    assert [one.version.problem.slug for one in loaded] == ["another-problem"]
    with pytest.raises(PackageError, match="there is no package no-such-problem"):
        load_packages(shelf, only=["no-such-problem"])


def test_load_prepares_the_data_with_the_installations_secret(shelf: Path) -> None:
    (loaded,) = load_packages(shelf)
    assert (data_folder(loaded.version) / "prepared").read_bytes() == settings.INSTALLATION_SECRET


def test_load_keeps_a_copy_that_later_edits_do_not_touch(shelf: Path) -> None:
    (loaded,) = load_packages(shelf)
    (shelf / "loader-problem" / "starter.py").write_text("changed", encoding="utf-8")
    assert stored_package(loaded.version).starter == "# start here\n"
    assert package_folder(loaded.version).is_relative_to(settings.HOME)


def test_load_changes_a_version_that_is_not_published(shelf: Path) -> None:
    load_packages(shelf)
    (shelf / "loader-problem" / "starter.py").write_text("changed", encoding="utf-8")
    (loaded,) = load_packages(shelf)
    assert (loaded.did, loaded.version.starter) == ("changed", "changed")


def test_load_refuses_to_change_a_published_version(shelf: Path) -> None:
    load_packages(shelf)
    ProblemVersion.objects.update(published=True)
    (shelf / "loader-problem" / "starter.py").write_text("changed", encoding="utf-8")
    with pytest.raises(
        PackageError, match=r"version 1\.0 is published and cannot change; give a new version"
    ):
        load_packages(shelf)


@pytest.mark.parametrize("published", [True, False])
def test_load_keeps_what_the_sites_authors_wrote_under_the_same_number(shelf: Path, published: bool) -> None:
    folder = shelf / "loader-problem"
    version = load_package(read_package(folder), gated=True).version
    ProblemVersion.objects.update(published=published)
    assert [one.did for one in load_packages(shelf)] == ["left"]
    (folder / "starter.py").write_text("changed by a release", encoding="utf-8")
    assert [one.did for one in load_packages(shelf)] == ["kept"]
    again = ProblemVersion.objects.get()
    assert (again.digest, again.gated, again.published) == (version.digest, True, published)


def test_load_adds_a_new_version_beside_the_published_one(shelf: Path) -> None:
    load_packages(shelf)
    ProblemVersion.objects.update(published=True)
    write_package(shelf / "loader-problem", TOML.replace('version = "1.0"', 'version = "1.1"'))
    assert [one.did for one in load_packages(shelf)] == ["added"]
    assert list(ProblemVersion.objects.values_list("version", "published")) == [("1.1", False), ("1.0", True)]


def test_load_that_was_broken_off_is_done_again(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(problem: Problem, secret: bytes) -> None:
        problem.data.mkdir(parents=True)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(load_runner("fake"), "prepare", power_cut)
        with pytest.raises(KeyboardInterrupt):
            load_packages(shelf)
    (loaded,) = load_packages(shelf)
    assert (loaded.did, (data_folder(loaded.version) / "prepared").is_file()) == ("added", True)


def test_load_brings_lost_files_back(shelf: Path) -> None:
    (loaded,) = load_packages(shelf)
    ProblemVersion.objects.update(published=True)
    shutil.rmtree(data_folder(loaded.version))
    (package_folder(loaded.version) / "starter.py").write_text("tampered", encoding="utf-8")
    assert [one.did for one in load_packages(shelf)] == ["left"]
    assert (data_folder(loaded.version) / "prepared").is_file()
    assert stored_package(loaded.version).starter == "# start here\n"


@pytest.fixture(autouse=True)
def no_data_of_earlier_tests() -> None:
    shutil.rmtree(Path(settings.HOME) / "data", ignore_errors=True)
