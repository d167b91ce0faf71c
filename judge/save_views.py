"""The button that saves, for browsers without scripts: code on a problem's page and in a sitting, answers.
Thin: who calls this writes.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from judge.drafts import Posted, read_save
from judge.forms import RunForm


def has_button(request: HttpRequest) -> bool:
    """Whether a form comes from an editor without scripts, which has a field of its own for that button."""
    return "revision" in request.POST


def answer_save(
    request: HttpRequest,
    most_bytes: int,
    save: Callable[[Posted], bool],
    page: Callable[[int], HttpResponse],
    done: HttpResponse,
) -> HttpResponse:
    """``save`` what is in the form, or the chosen file; it says whether something newer was there. Then
    nothing was saved, and ``page`` shows again what was typed, with a status: the next press saves that."""
    form = RunForm(request.POST, request.FILES)
    if request.FILES and not form.is_valid():
        for fault in form.errors.get("file", []):
            messages.error(request, str(fault))
        return page(422)
    posted = read_save(request, most_bytes, form.cleaned_data["source"] if request.FILES else None)
    if isinstance(posted, JsonResponse):
        words = _("Not saved: it may have at most %(kib)d KiB of plain text.")
        messages.error(request, words % {"kib": most_bytes // 1024})
        return page(posted.status_code)
    if save(posted):
        words = _(
            "Not saved: a newer draft came from elsewhere, another tab shows it. To keep yours, save again."
        )
        messages.error(request, words)
        return page(409)
    messages.success(request, _("Saved."))
    return done
