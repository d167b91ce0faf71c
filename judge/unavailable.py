"""The answer when the database takes nothing: it is locked, its disk is full, or it is away. Status 503.

Any other failure of ours is Django's plain 500.
"""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """The site's ``handler500``: called while the exception is being handled, wherever it came up."""
    if not isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return defaults.server_error(request)
    response: HttpResponse
    if request.path.startswith("/api/"):
        detail = _("The site cannot read or write its data at the moment. Try again a little later.")
        problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503}
        problem |= {"detail": detail, "code": "unavailable"}
        response = JsonResponse(problem, status=503, content_type="application/problem+json")
    else:
        response = render(None, "503.html", status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
