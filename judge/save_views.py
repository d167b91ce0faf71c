"""The button that saves, for browsers without scripts: code on a problem's page and in a sitting, answers.
Thin: who calls this writes.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from judge.drafts import Posted, read_save
from judge.forms import RunForm
from judge.models import Submission
from judge.services import SubmitError

Send = Callable[[], Submission]
NEWER = gettext_lazy(
    "Not saved: a newer draft came from elsewhere, another tab shows it. To keep yours, save again."
)


def posted_revision(request: HttpRequest) -> str:
    """What the posted text came from, for a page that shows it again and did not save it: with the number of
    what is newest there, the next press would go over that. "" where a script saves."""
    revision = request.POST.get("revision", "")
    return revision if revision.isdecimal() else ""


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
        messages.error(request, NEWER)
        return page(409, posted.text)
    messages.success(request, _("Saved."))
    return done


def send_saved(
    request: HttpRequest, most_bytes: int, source: str, save: Callable[[Posted], bool], send: Send
) -> Submission:
    """``send`` a program, and ``save`` it before where no script does, so that a refused one is kept: the
    form of such a browser says what its text came from. What cannot be saved is not; something newer stays,
    and that is said.

    Raises:
        SubmitError: as ``send``.
    """
    posted = read_save(request, most_bytes, source) if "revision" in request.POST else None
    newer = isinstance(posted, Posted) and save(posted)
    try:
        made = send()
    except SubmitError:
        if newer:
            messages.error(request, NEWER)
        raise
    if newer:
        messages.warning(
            request, _("Sent as it was. A newer text came from elsewhere, and stays in the editor.")
        )
    return made
