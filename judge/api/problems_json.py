"""Errors as ``application/problem+json`` (RFC 9457), in the caller's language."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from judge.plain_problem import MEDIA_TYPE, plain_problem


class ProblemRenderer(JSONRenderer):
    """JSON that says of itself that it is a problem."""

    media_type = MEDIA_TYPE


class Refused(APIException):
    """A request that was understood and is refused; ``code`` is stable and for programs."""

    status_code = 400

    def __init__(self, detail: str, code: str, status: int = 400) -> None:
        super().__init__(detail, code)
        self.status_code = status


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into a problem; None for a fault of ours, which Django reports."""
    response = exception_handler(error, context)
    if response is None:
        return None
    problem = {
        "type": "about:blank",
        "title": response.status_text,
        "status": response.status_code,
        # Django's own words name a class of ours.
        "detail": _nothing() if isinstance(error, Http404) else _detail(response.data),
        "code": _code(error),
    }
    if isinstance(error, ValidationError) and isinstance(response.data, dict):
        problem["errors"] = {name: _listed(value) for name, value in response.data.items()}
    response.data = problem
    response.content_type = MEDIA_TYPE
    # A zip was to come, perhaps, or YAML: why it does not come is JSON all the same.
    context["request"].accepted_renderer = ProblemRenderer()
    context["request"].accepted_media_type = MEDIA_TYPE
    return response


def _detail(data: Any) -> str:
    """One sentence or more for a person."""
    if isinstance(data, dict) and isinstance(data.get("detail"), str):
        return str(data["detail"])
    return " ".join(_listed(data))


def _listed(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _listed(part)]
    if isinstance(value, (list, tuple)):
        return [text for part in value for text in _listed(part)]
    return [str(value)]


def _code(error: Exception) -> str:
    """A stable word for programs."""
    detail = getattr(error, "detail", None)
    if isinstance(detail, ErrorDetail):
        return str(detail.code)
    return str(getattr(error, "default_code", "not_found"))


def _nothing() -> str:
    return _("There is nothing at this address.")


@csrf_exempt  # it changes nothing, and a program that posts to a wrong address is to learn that it is wrong
def not_found(request: HttpRequest) -> HttpResponse:
    """For addresses below the API that are none."""
    return plain_problem(404, "Not Found", _nothing(), "not_found")
