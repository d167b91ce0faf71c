"""The search page. Thin: ``judge.search`` finds."""

from __future__ import annotations

from functools import lru_cache

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from judge.search import Filters, State, search
from judge.views import signed_in
from questions.models import Difficulty
from questions.search import LONGEST_QUERY
from questions.selectors import topics_with_counts
from runners.base import Text
from runners.registry import kinds, load_runner

PER_PAGE = 20
RESULTS = "results"  # id of the element that htmx replaces


@lru_cache(maxsize=1)
def _kinds() -> list[tuple[str, Text]]:
    """Each kind of problem with its title. To look through what is installed takes milliseconds."""
    return [(kind, load_runner(kind).title) for kind in kinds()]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Questions and problems by words and filters; the results alone when htmx asks for them."""
    names = ("kind", "topic", "difficulty", "state")
    asked = {name: request.GET.get(name, "") for name in names}
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    user = signed_in(request)
    hits = search(Filters(query, **asked), user)
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "asked": asked,
        "page": page,
        "kinds": _kinds(),
        "topics": topics_with_counts(),
        "difficulties": Difficulty.choices,
        "states": State.choices if user else [],
    }
    partial = request.headers.get("HX-Target") == RESULTS
    response = render(request, "judge/_search_results.html" if partial else "judge/search.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
