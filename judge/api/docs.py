"""The page that documents the API, made from its schema: no script and no other host takes part."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, and how to sign in."""
    return render(request, "judge/api.html", {"operations": _operations(get_language() or "")})


@lru_cache(maxsize=4)
def _operations(_language: str) -> list[dict[str, Any]]:
    schema = cast(Any, SchemaGenerator)().get_schema(request=None, public=True)
    return [
        {
            "method": method.upper(),
            "path": path,
            "description": operation.get("description", ""),
            "parameters": [one for one in operation.get("parameters", []) if one["in"] != "path"],
            "open": {} in operation.get("security", []),
            "statuses": sorted(operation["responses"]),
        }
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    ]
