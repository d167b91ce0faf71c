"""Who did what, when, and what it changed, of all that authors write; and back to an earlier text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questions import drafting, packaging
from questions.authoring.forms import field_names
from questions.authoring.history import Change, change_of, changes_of
from questions.authoring.views import acting_user, authors_only, version_seen
from questions.models import ProblemDraft, QuestionDraft
from questions.package_models import PackageDraft
from questions.templatetags.tuneroom import in_language

PER_PAGE = 20


@authors_only
@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """The revisions of a question."""
    draft = get_object_or_404(QuestionDraft, slug=slug)
    title, address = in_language(draft, "title") or slug, reverse("authoring:edit", args=[slug])
    page = _page_of(request, draft.revisions.all())
    return _history(request, title, address, page, _changes_of_fields(page), "authoring:restore", draft=draft)


@authors_only
@require_safe
def item(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of a coding item of an article."""
    row = get_object_or_404(ProblemDraft, slug=slug)
    page = _page_of(request, row.revisions.all())
    address = reverse("authoring:coding", args=[slug])
    return _history(request, row.title, address, page, _changes_of_fields(page))


@authors_only
@require_safe
def package(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of a problem's files."""
    draft = get_object_or_404(PackageDraft, slug=slug)
    page = _page_of(request, draft.revisions.all())
    changes = [[change_of(*change) for change in one.changes] for one in page]
    address = reverse("authoring:package", args=[slug])
    return _history(request, slug, address, page, changes, "authoring:package_restore", draft=draft)


def _page_of(request: HttpRequest, revisions: QuerySet[Any]) -> Page[Any]:
    return Paginator(revisions.select_related("by"), PER_PAGE).get_page(request.GET.get("page"))


def _changes_of_fields(page: Page[Any]) -> list[list[Change]]:
    """What each revision of a page changed, by the one before it, which may stand on the next page."""
    after = page.end_index()
    found = [*page, *page.paginator.object_list[after : after + 1]]
    return changes_of([one.fields for one in reversed(found)], field_names())[::-1]


def _history(
    request: HttpRequest,
    title: str,
    address: str,
    page: Page[Any],
    changes: list[list[Change]],
    restore: str = "",
    **named: Any,
) -> HttpResponse:
    """The page about what stands at ``address``. ``restore``: the name of the address by which an earlier
    text becomes the draft's again, where it can."""
    rows = list(zip(page, changes, strict=False))
    context = {"title": title, "address": address, "page": page, "rows": rows, "restore": restore, **named}
    return render(request, "authoring/history.html", context)


@authors_only
@require_POST
def restore_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write the text of an earlier revision again."""
    draft = get_object_or_404(QuestionDraft, slug=slug)
    revision = get_object_or_404(draft.revisions, pk=pk)
    try:
        drafting.restore(acting_user(request), draft, revision, version_seen(request))
    except drafting.NotAllowed:
        return _not_restored(request, "authoring:history", slug)
    return _restored(request, "authoring:edit", slug)


@authors_only
@require_POST
def restore_package(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write the files again as an earlier revision left them."""
    draft = get_object_or_404(PackageDraft, slug=slug)
    revision = get_object_or_404(draft.revisions, pk=pk)
    try:
        left = packaging.restore(acting_user(request), draft, revision, version_seen(request))
    except packaging.Refused:
        return _not_restored(request, "authoring:package_history", slug)
    answer = _restored(request, "authoring:package", slug)
    if left:
        words = _("The history holds texts only. These files stay as they are: %(paths)s")
        messages.warning(request, words % {"paths": ", ".join(left)})
    return answer


def _restored(request: HttpRequest, target: str, slug: str) -> HttpResponse:
    messages.success(
        request, _("The earlier text is the draft's again. Publish it once it is as it should be.")
    )
    return redirect(target, slug=slug)


def _not_restored(request: HttpRequest, target: str, slug: str) -> HttpResponse:
    messages.error(
        request, _("Somebody saved this draft meanwhile. Look at what is new, then restore again.")
    )
    return redirect(target, slug=slug)
