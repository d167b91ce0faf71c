"""The bundle is built when its inputs changed, and catalogues when they are stale."""

from __future__ import annotations

import gettext
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from judge.env import ROOT
from judge.frontend import BuildError, build_bundle, compile_catalogues, find_node

SOURCE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Questions"
msgstr "题库"
"""


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def test_compile_catalogues_once_until_the_source_changes(locale: Path) -> None:
    source = locale / "zh_Hans" / "LC_MESSAGES" / "django.po"
    assert [compile_catalogues(locale), compile_catalogues(locale)] == ["1 compiled", "unchanged"]
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_catalogues(locale) == "1 compiled"


def test_compile_catalogues_makes_what_gettext_reads(locale: Path) -> None:
    compile_catalogues(locale)
    assert gettext.translation("django", locale, ["zh_Hans"]).gettext("Questions") == "题库"


def test_build_bundle_is_skipped_when_nothing_changed() -> None:
    build_bundle(ROOT / "frontend")
    assert build_bundle(ROOT / "frontend") == "unchanged"


def test_build_bundle_says_what_failed(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "frontend", tmp_path / "frontend", ignore=shutil.ignore_patterns("dist", "node_modules")
    )
    (tmp_path / "frontend" / "src" / "site.js").write_text("this is not JavaScript", encoding="utf-8")
    with pytest.raises(BuildError, match=r"build\.mjs failed: [\s\S]*site\.js:1"):
        build_bundle(tmp_path / "frontend")


def test_drafts_outlive_pages_and_networks() -> None:
    node, _ = find_node()
    tests = sorted((ROOT / "frontend" / "tests").glob("*.test.mjs"))
    ran = subprocess.run(
        [node, "--test", "--test-reporter=tap", *tests],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert re.search(r"\n# pass [1-9]", ran.stdout)


def test_a_draft_has_words_for_all_that_may_become_of_it() -> None:
    script = (ROOT / "frontend" / "src" / "draft.js").read_text(encoding="utf-8")
    calls = re.findall(r"this\.(?:note|sendAgain)\((.*)\)", script)
    said = {name for call in calls for name in re.findall(r'"(\w+)"', call)}
    said |= set(re.findall(r'\d+: "(\w+)"', script))
    names = {"data-" + re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name) for name in said}
    words = (ROOT / "templates" / "judge" / "_draft_note.html").read_text(encoding="utf-8")
    assert said > {"saved", "unsaved", "stored", "lost", "signedOut"}  # the script was read
    assert {name for name in names if f"{name}=" not in words} == set()
