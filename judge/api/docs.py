"""The API's schema, and the page that documents it, made from the schema: no script and no other host takes
part. What operations say comes from the code and is in English for every reader; so are the libraries' words
within it, which would be in the reader's language amid the English.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

from judge.plain_problem import MEDIA_TYPE

LANGUAGE = "en"
METHODS = ("get", "post", "put", "patch", "delete")
REFUSAL: dict[str, Any] = {
    "type": "object",
    "description": "What is wrong (RFC 9457). Programs go by ``code``; ``errors`` are those of each field.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["type", "title", "status", "detail", "code"],
}


def with_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of every operation what it answers when it is refused: what ``judge.api.problems_json`` sends."""
    result["components"]["schemas"]["Refusal"] = REFUSAL
    schema = {"$ref": "#/components/schemas/Refusal"}
    refusal = {"content": {MEDIA_TYPE: {"schema": schema}}, "description": "It is refused, or it failed."}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            if method in METHODS:
                operation["responses"]["default"] = refusal
    return result


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, and how to sign in."""
    return render(request, "judge/api.html", {"operations": _operations()})


class SchemaView(SpectacularAPIView):
    """The schema as the repository has it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """All of it in one language."""
        with override(LANGUAGE):
            return super().dispatch(request, *args, **kwargs)


@lru_cache(maxsize=1)
def _operations() -> list[dict[str, Any]]:
    with override(LANGUAGE):
        schema = cast(Any, SchemaGenerator)().get_schema(request=None, public=True)
    return [
        {
            "method": method.upper(),
            "path": path,
            "description": operation.get("description", ""),
            "parameters": [one for one in operation.get("parameters", []) if one["in"] != "path"],
            "open": {} in operation.get("security", []),
        }
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    ]
