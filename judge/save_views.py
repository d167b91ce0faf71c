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


def answer_save(
    request: HttpRequest,
    most_bytes: int,
    save: Callable[[Posted], bool],
    page: Callable[[int, str | None], HttpResponse],
    done: HttpResponse,
) -> HttpResponse:
    """``save`` what is in the form, or the chosen file; it says whether something newer was there. Then
    nothing was saved, and ``page`` shows with a status what was to be saved, if it can: the next press saves
    that."""
    form = RunForm(request.POST, request.FILES)
    if request.FILES and not form.is_valid():
        for fault in form.errors.get("file", []):
            messages.error(request, str(fault))
        return page(422, None)
    posted = read_save(request, most_bytes, form.cleaned_data["source"] if request.FILES else None)
    if isinstance(posted, JsonResponse):
        words = _("Not saved: it may have at most %(kib)d KiB of plain text.")
        messages.error(request, words % {"kib": most_bytes // 1024})
        return page(posted.status_code, None)
    if save(posted):
        words = _(
            "Not saved: a newer draft came from elsewhere, another tab shows it. To keep yours, save again."
        )
        messages.error(request, words)
        return page(409, posted.text)
    messages.success(request, _("Saved."))
    return done


def save_sent(request: HttpRequest, most_bytes: int, source: str, save: Callable[[Posted], bool]) -> None:
    """``save`` what is about to run or to be submitted, where no script does: the form of such a browser
    says what its text came from. What cannot be saved is not, and something newer stays."""
    if "revision" not in request.POST:
        return
    posted = read_save(request, most_bytes, source)
    if isinstance(posted, Posted) and save(posted):
        words = _("Sent as it was. A newer text came from elsewhere, and stays in the editor.")
        messages.warning(request, words)
