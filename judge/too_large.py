"""The answer to a form that sends more than the site takes at once: in words, status 413.

Any other request that cannot be understood gets Django's plain 400. In the API both are problems.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views import defaults

from judge.plain_problem import of_the_api, plain_problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's ``handler400``. Nothing of the form was read, so the page knows nobody."""
    too_large, most = isinstance(exception, RequestDataTooBig), settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if of_the_api(request):
        return _problem(most) if too_large else _not_understood()
    if not too_large:
        return defaults.bad_request(request, exception)
    return render(None, "413.html", {"most": most}, status=413)


def _problem(most: int) -> HttpResponse:
    detail = _("A request may send %(most)s.") % {"most": filesizeformat(most)}
    return plain_problem(413, "Content Too Large", detail, "request_too_large")


def _not_understood() -> HttpResponse:
    return plain_problem(400, "Bad Request", _("This request cannot be understood."), "bad_request")
