"""The report of one candidate as page and PDF; of a whole session as CSV and JSON."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interviews import report, selectors
from interviews.models import Session, Sitting
from interviews.pdf import pdf_of
from interviews.views.common import interviewers_only, not_yet, sitting_or_404, user_of
from judge.sheet import CSV

FORMS = {
    "csv": (report.as_csv, CSV),
    "json": (report.as_json, "application/json"),
}


def _locked(request: HttpRequest, sitting: Sitting) -> HttpResponse | None:
    """Whoever still has to file sees no report: it says what the others think."""
    if (back := not_yet(request, sitting)) is not None:
        return back
    cards = selectors.cards_for(user_of(request), sitting)
    if cards.mine is None and cards.locked:
        messages.info(request, _("File your scorecard first: the report says what the others think."))
        return redirect("interviews:review", pk=sitting.pk)
    return None


@interviewers_only
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The report, to read and to print."""
    found = sitting_or_404(request, pk)
    if (locked := _locked(request, found)) is not None:
        return locked
    made = report.report_of(found, selectors.name_of(found))
    return render(request, "interviews/report.html", {"sitting": found, "report": made})


@interviewers_only
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as PDF."""
    found = sitting_or_404(request, pk)
    if (locked := _locked(request, found)) is not None:
        return locked
    made = report.report_of(found, selectors.name_of(found))
    named = {"Content-Disposition": f'attachment; filename="report-{found.pk}.pdf"'}
    return HttpResponse(pdf_of(made), content_type="application/pdf", headers=named)


@interviewers_only
@require_safe
def export(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Every ended sitting of the session that is not locked for the visitor."""
    if form not in FORMS:
        raise Http404
    session, user = get_object_or_404(Session, pk=pk), user_of(request)
    rows = selectors.sittings(user).filter(session=session, ended_at__isnull=False)
    shown = [row for row in rows if not selectors.cards_for(user, row).locked]
    write, content_type = FORMS[form]
    text = write(report.report_of(row, selectors.name_of(row)) for row in shown)
    named = {"Content-Disposition": f'attachment; filename="session-{pk}.{form}"'}
    return HttpResponse(text, content_type=content_type, headers=named)
