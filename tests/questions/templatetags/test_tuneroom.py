"""Filters: languages, Markdown, quantities and marks."""

import re
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from questions.models import Question
from questions.templatetags.tuneroom import (
    duration,
    filesize_iec,
    in_language,
    in_page_language,
    lang_of,
    moment,
    snippet,
    text,
)
from runners.base import Text


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", ["题", "only"]), ("en", ["title", "only"])])
def test_in_language_falls_back_to_the_other(language: str, expected: list[str]) -> None:
    things = [SimpleNamespace(title_zh="题", title_en="title"), SimpleNamespace(title_zh="", title_en="only")]
    with translation.override(language):
        assert [in_language(thing, "title") for thing in things] == expected


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", ["微调", "LoRA"]), ("en", ["LoRA"])])
def test_in_page_language_leaves_chinese_tags_to_chinese_pages(language: str, expected: list[str]) -> None:
    with translation.override(language):
        assert in_page_language(["LoRA", "微调"]) == expected


def test_in_page_language_translates_tags_once_each() -> None:
    with translation.override("zh-hans"):
        assert in_page_language(["Sampling", "LoRA", "overfitting", "过拟合"]) == ["过拟合", "采样", "LoRA"]


def test_in_page_language_shows_chinese_tags_rather_than_none() -> None:
    with translation.override("en"):
        assert in_page_language(["微调"]) == ["微调"]


@pytest.mark.parametrize(
    ("language", "expected"), [("zh-hans", ["中", "中", "en", ""]), ("en", ["en", "en", "en", ""])]
)
def test_text_takes_dicts_and_objects(language: str, expected: list[str]) -> None:
    with translation.override(language):
        assert [
            text(one) for one in ({"zh": "中", "en": "en"}, Text("中", "en"), {"en": "en"}, None)
        ] == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (None, ""),
        (0, "0 ms"),
        (0.0854, "85 ms"),
        (0.9996, "1.0 s"),
        (3.24, "3.2 s"),
        (59.96, "1 min 0 s"),
        (125, "2 min 5 s"),
        (3840, "1 h 4 min"),
    ],
)
def test_duration_reads_well_at_every_size(seconds: float | None, expected: str) -> None:
    with translation.override("en"):
        assert duration(seconds) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (None, ""),
        (0, "0 B"),
        (1023, "1023 B"),
        (1536, "1.5 KiB"),
        (1024**2 - 1, "1.0 MiB"),
        (268435456, "256.0 MiB"),
        (5 * 1024**4, "5.0 TiB"),
        (5000 * 1024**4, "5000.0 TiB"),
    ],
)
def test_filesize_iec_counts_in_1024(size: float | None, expected: str) -> None:
    assert filesize_iec(size) == expected


@pytest.mark.parametrize(
    ("language", "query", "expected"),
    [
        ("en", "cache", "a kv <mark>cache</mark>"),
        ("zh-hans", "cache", '<span lang="en">a kv <mark>cache</mark></span>'),
        ("en", "显存", '<span lang="zh-hans"><mark>显存</mark>占用</span>'),
        ("zh-hans", "title only", "显存占用"),
        ("en", "KV", "a <mark>kv</mark> cache"),
    ],
)
def test_snippet_comes_from_the_language_where_it_was_found(language: str, query: str, expected: str) -> None:
    with translation.override(language):
        assert snippet(Question(plain_zh="显存占用", plain_en="a kv cache"), query) == expected


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("en", {"errata_zh": "误", "errata_en": "wrong"}, ""),
        ("en", {"errata_zh": "误"}, 'lang="zh-hans"'),
        ("zh-hans", {"errata_en": "wrong"}, 'lang="en"'),
        ("en", {}, ""),
    ],
)
def test_lang_of_names_the_language_that_is_not_the_pages(
    language: str, texts: dict[str, str], expected: str
) -> None:
    with translation.override(language):
        assert lang_of(Question(**texts), "errata") == expected


def test_filters_do_not_escape_twice() -> None:
    template = Template('{% load tuneroom %}{{ a|markdown:"x" }}{{ b|mark:q }}')
    rendered = template.render(Context({"a": "## A & B", "b": "<a>", "q": "a"}))
    assert rendered == '<h2 id="x-a-b">A &amp; B</h2>\n&lt;<mark>a</mark>&gt;'


def test_moment_is_told_in_utc_for_a_script_to_place() -> None:
    at = datetime(2026, 3, 1, 7, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert moment(at) == (
        '<time class="num" datetime="2026-02-28T23:05:00+00:00">2026-02-28 23:05 UTC</time>'
    )


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", ["上一页", "下一页"]), ("en", ["Previous", "Next"])]
)
def test_lists_lead_to_pages_and_not_to_questions(language: str, words: list[str]) -> None:
    page = Paginator(range(3), 1).page(2)
    with translation.override(language):
        shown = render_to_string("_pages.html", {"page": page}, RequestFactory().get("/"))
    assert re.findall(r"<a [^>]*>(.*?)</a>", shown) == words
