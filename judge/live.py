"""Parts of a page that ask for themselves again while something is unfinished.

A script asks the page's own address for one part, and is answered nothing where it has that already: what is
read or has the focus stays as it is. When all is done the part asks no more. Reads and writes nothing.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

MARK_DIGITS = 16
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w*"')


def mark_of(body: str) -> str:
    """What stands for a part as it is shown: a script says by it what it has. The token of a form, which is
    written otherwise each time, is no part of it."""
    return hashlib.sha256(TOKEN.sub("", body).encode()).hexdigest()[:MARK_DIGITS]


@dataclass(frozen=True, slots=True)
class LivePart:
    """``name`` is its element's id, ``body`` what is in that, ``going`` whether it asks again, ``every``
    so many seconds. ``beside`` takes the place of other elements of the page, by their ids."""

    name: str
    body: str
    going: bool
    beside: str = ""
    every: int = 2

    @property
    def mark(self) -> str:
        """See ``mark_of``."""
        return mark_of(self.body + self.beside)


def live_part(
    request: HttpRequest, name: str, template: str, context: dict[str, Any], *, going: bool
) -> LivePart:
    """The part that a template makes."""
    return LivePart(name, render_to_string(template, context, request), going)


def wanted(request: HttpRequest) -> str:
    """The name of the part that a script asks for; "" where a page is asked for."""
    return request.headers.get("HX-Target", "") if "seen" in request.GET else ""


def answer(request: HttpRequest, part: LivePart) -> HttpResponse:
    """The part, or nothing where the script has it already."""
    if request.GET.get("seen") == part.mark:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "_live_part.html", {"part": part, "alone": True})
