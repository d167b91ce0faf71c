"""The command that reads an article."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from questions.article.reading import MOST_CHARACTERS
from questions.models import QuestionDraft, Topic
from tests.questions.article.test_reading import ARTICLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def said(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_article", *arguments, "--json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_it_says_what_it_understands(file: Path) -> None:
    told = said(str(file))
    assert (told["qa"], told["coding"], told["extension"], told["errors"], told["applied"]) == (
        1,
        2,
        1,
        [],
        None,
    )
    assert [line["line"] for line in told["unread_lines"]] == [3, 36, 38]
    assert [(item["number"], item["kind"]) for item in told["items"]] == [
        ("1.1", "qa"),
        ("3.2", "coding"),
        ("3.4", "extension"),
    ]
    assert not QuestionDraft.objects.exists()


def test_applied_twice_it_adds_once(file: Path) -> None:
    Topic.objects.create(slug="basics", title_zh="基础", title_en="Basics")
    assert len(said(str(file), "--apply")["applied"]["added"]) == 3
    again = said(str(file), "--apply", "--topic", "basics")["applied"]
    assert (again["added"], len(again["there"])) == ([], 3)


def test_what_is_wrong_is_told_and_fails(tmp_path: Path) -> None:
    path = tmp_path / "bad.md"
    path.write_text("答案：答", encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_article", str(path), stdout=out)
    assert "line 1: An answer without a question above it." in out.getvalue()


@pytest.mark.parametrize("arguments", [["--topic", "none", "--apply"], ["--author", "nobody", "--apply"]])
def test_unknown_names_are_refused(file: Path, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("import_article", str(file), *arguments)


def test_an_article_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text("x" * (MOST_CHARACTERS + 1), encoding="utf-8")
    with pytest.raises(CommandError, match=r"long\.md: an article of 1000001 characters"):
        call_command("import_article", str(path))


def test_an_extension_with_an_explanation_is_in_order(tmp_path: Path) -> None:
    path = tmp_path / "extension.md"
    path.write_text("### 3.4 对话系统（拓展）\n题目：搭建。\n解析：先准备数据。", encoding="utf-8")
    told = said(str(path))
    assert (told["extension"], told["errors"], told["items"][0]["explanation"]) == (1, [], "先准备数据。")


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff")
    for name in ("bytes", "absent"):
        with pytest.raises(CommandError, match=name):
            call_command("import_article", str(tmp_path / name))
