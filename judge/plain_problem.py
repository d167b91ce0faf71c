"""Errors of the API that Django's own handlers answer, outside of any view: as ``application/problem+json``
(RFC 9457) all the same. What views raise is ``judge.api.problems_json``'s.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

MEDIA_TYPE = "application/problem+json"


def of_the_api(request: HttpRequest) -> bool:
    """Whether a program asked, which reads no page."""
    return request.path.startswith("/api/")


def plain_problem(status: int, title: str, detail: str, code: str) -> HttpResponse:
    """The answer: ``title`` is HTTP's own word for the status, ``detail`` a sentence for a person, ``code`` a
    stable word for programs."""
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    return JsonResponse(problem, status=status, content_type=MEDIA_TYPE)
