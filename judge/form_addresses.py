"""Addresses that take nothing but forms, asked for as pages.

A browser comes there by a link that names where it was: after signing in, after a change of language, out of
its history. The form stands on the nearest page above, so that is where the browser is led. Programs get 405.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.deprecation import MiddlewareMixin


class FormAddresses(MiddlewareMixin):
    """Middleware: a page's 405 to a browser's GET becomes a redirect; the API's stays."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer, or the way to the page above."""
        asked_as_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if not (asked_as_page and isinstance(response, HttpResponseNotAllowed)):
            return response
        query = request.META["QUERY_STRING"]
        return redirect(page_above(request.path_info) + (f"?{query}" if query else ""))


def page_above(path: str) -> str:
    """The nearest address above ``path`` that is one of the site's."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        break
    return path
