"""The answer when the database takes nothing: it is locked, its disk is full, or it is away. Status 503.

Any other failure of ours is Django's plain 500, and a problem in the API.
"""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from judge.plain_problem import of_the_api, plain_problem

RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """The site's ``handler500``: called while the exception is being handled, wherever it came up."""
    if not isinstance(sys.exception(), (OperationalError, InterfaceError)):
        if of_the_api(request):
            return plain_problem(500, "Internal Server Error", _("Something broke on our side"), "error")
        return defaults.server_error(request)
    if of_the_api(request):
        detail = _("The site cannot read or write its data at the moment. Try again a little later.")
        response = plain_problem(503, "Service Unavailable", detail, "unavailable")
    else:
        response = render(None, "503.html", status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
