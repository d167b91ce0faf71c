"""The answer to a form that sends more than the site takes at once: in words, status 413.

Any other request that cannot be understood gets Django's plain 400.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's ``handler400``. Nothing of the form was read, so the page knows nobody."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return render(None, "413.html", {"most": most}, status=413)
