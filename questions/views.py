"""The pages of the Q&A bank. Everyone may read them; nothing here writes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from questions import selectors
from questions.models import Difficulty
from questions.selectors import Filters

PER_PAGE = 50
RESULTS = "results"  # id of the element that htmx replaces


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """Show the bank by topic, filtered; only the results when htmx asks for them."""
    filters = Filters(
        query=request.GET.get("q", "").strip(),
        topic=request.GET.get("topic", ""),
        difficulty=request.GET.get("difficulty", ""),
    )
    page = Paginator(selectors.find_questions(filters), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "groups": selectors.group_by_topic(page.object_list),
        "page": page,
        "published": selectors.published_slugs(),
        "count": page.paginator.count,
        "query": filters.query,
        "topic": filters.topic,
        "difficulty": filters.difficulty,
        "difficulties": Difficulty.choices,
        "topics": selectors.topics_with_counts(),
    }
    partial = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == RESULTS
    response = render(request, "questions/_results.html" if partial else "questions/list.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_safe
def question_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one question; 404 when it is retired."""
    question = get_object_or_404(selectors.shown_questions(), slug=slug)
    place = selectors.place_of(question)
    context = {
        "question": question,
        "problem": selectors.published_version(question.linked_problem) if question.linked_problem else None,
        "previous": place.previous,
        "next": place.next,
        "position": place.position,
        "total": place.total,
    }
    return render(request, "questions/detail.html", context)
