"""Template filters that every page uses: languages, Markdown, quantities, search marks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import template
from django.template import RequestContext
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from questions.models import ProblemVersion, Question
from questions.render import render_markdown
from questions.search import cut_snippet, mark_terms, pattern_of, searchable_text
from questions.tags import chinese_of

register = template.Library()
UNITS = ("KiB", "MiB", "GiB", "TiB")
TONGUES = {"zh": "zh-hans", "en": "en"}
"""What HTML calls the languages of texts."""


def content_languages() -> tuple[str, str]:
    """Return the content language of this page and the other one, of "zh" and "en"."""
    return ("zh", "en") if (get_language() or "").startswith("zh") else ("en", "zh")


@register.filter
def in_language(thing: Any, field: str) -> Any:
    """``{{ question|in_language:"title" }}``: ``title_zh`` or ``title_en``; the other when it is empty."""
    first, second = content_languages()
    return getattr(thing, f"{field}_{first}") or getattr(thing, f"{field}_{second}")


@register.filter
def lang_of(thing: Any, field: str) -> SafeString:
    """``<div {{ question|lang_of:"errata" }}>``: the attribute that says in which language ``in_language``
    has it, where that is not the page's."""
    first, second = content_languages()
    if getattr(thing, f"{field}_{first}") or not getattr(thing, f"{field}_{second}"):
        return SafeString("")
    return format_html('lang="{}"', TONGUES[second])


@register.filter
def text(value: Any) -> str:
    """``{{ case.title|text }}``: the page's language of {"zh", "en"} or of an object with both."""
    first, second = content_languages()
    if not value:
        return ""
    if isinstance(value, Mapping):
        return str(value.get(first) or value.get(second) or "")
    return str(getattr(value, first) or getattr(value, second))


@register.filter
def in_page_language(tags: list[str]) -> list[str]:
    """``{{ version.tags|in_page_language }}``: none in Chinese on an English page, else in Chinese."""
    if content_languages()[0] == "zh":
        return chinese_of(tags)
    return [tag for tag in tags if tag.isascii()] or tags


@register.filter
def moment(at: datetime) -> SafeString:
    """``{{ row.closed_at|moment }}``: a time in UTC, which a script puts into the reader's own zone."""
    at = at.astimezone(UTC)
    words = f"{at:%Y-%m-%d %H:%M} UTC"
    return format_html('<time class="num" datetime="{}">{}</time>', at.isoformat(), words)


@register.filter
def markdown(value: str | None, prefix: str = "section") -> SafeString:
    """``{{ answer|markdown:"answer" }}``: safe HTML; ``prefix`` starts the ids of its headings."""
    return render_markdown(value or "", prefix)


@register.simple_tag(takes_context=True)
def page_link(context: RequestContext, number: int, key: str) -> str:
    """``{% page_link 2 "items" %}``: this page's address with another number of one of its lists; the list
    of most pages has no ``key``."""
    query = context["request"].GET.copy()
    query[key or "page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def duration(seconds: float | None) -> str:
    """``{{ usage.wall_seconds|duration }}``: 85 ms, 3.2 s, 2 min 5 s, 1 h 4 min; "" for None."""
    if seconds is None:
        return ""
    if seconds < 0.9995:
        return _("%(n)s ms") % {"n": round(seconds * 1000)}
    if seconds < 59.95:
        return _("%(n)s s") % {"n": localize(round(seconds, 1))}
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}


@register.filter
def filesize_iec(size: float | None) -> str:
    """``{{ usage.memory|filesize_iec }}``: 512 B, 1.5 KiB, 256.0 MiB; "" for None. ``size`` is in bytes."""
    if size is None:
        return ""
    if size < 1024:
        return f"{size:.0f} B"
    for unit in UNITS:
        size /= 1024
        if size < 1023.95 or unit == UNITS[-1]:
            break
    return f"{size:.1f} {unit}"


@register.filter
def mark(value: str, query: str) -> SafeString:
    """``{{ title|mark:query }}``: escaped, with the words of ``query`` in <mark>."""
    return mark_terms(value, pattern_of(query))


@register.filter
def snippet(thing: Question | ProblemVersion, query: str) -> SafeString:
    """``{{ question|snippet:query }}``: the text, or a problem's statement, around what was found, in the
    page's language first."""
    pattern, (first, second) = pattern_of(query), content_languages()
    texts = {language: _plain(thing, language) for language in (first, second)}
    found = (one for one in texts if pattern and pattern.search(texts[one]))
    shown = next(found, first if texts[first] else second)
    cut = cut_snippet(texts[shown], pattern)
    return cut if shown == first else format_html('<span lang="{}">{}</span>', TONGUES[shown], cut)


def _plain(thing: Question | ProblemVersion, language: str) -> str:
    if isinstance(thing, ProblemVersion):
        return searchable_text(getattr(thing, f"statement_{language}"))
    return str(getattr(thing, f"plain_{language}"))
