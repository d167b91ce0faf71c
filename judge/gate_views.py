"""The gate's pages: every solution of a draft, what it must get and what it got. Thin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from judge import gate, selectors
from judge.gate import NotOpen
from judge.live import answer, live_part, wanted
from judge.refusals import explain
from judge.services import SubmitError
from judge.views import for_signed_in
from questions.authoring.views import acting_user, authors_only
from questions.package_models import PackageDraft
from questions.problem_package import FEWEST_WRONG, PackageError


def words_of(code: str) -> str:
    """Why a problem is not published, and what to do."""
    words = {
        "unchecked": _("The solutions were not judged as the files are now. Check them first."),
        "under_way": _("Solutions are being judged. Wait for them."),
        "fails": _("Not every solution got what it must. Fix the tests or the solution, and check again."),
        "no_accepted": _("A package needs a solution that is accepted."),
        "few_wrong": _("A package needs %(n)s wrong solutions: mistakes that its tests notice.")
        % {"n": FEWEST_WRONG},
        "another": _("Somebody changed this problem meanwhile. Look at what is new, then publish."),
        "changed": _("This version is published already. Give it a new version number to change it."),
    }
    return words[code]


def _context(draft: PackageDraft) -> dict[str, Any]:
    version = gate.version_of(draft)
    table = gate.table_of(version) if version else None
    refusal = table.refusal() if table else "unchecked"
    return {
        "draft": draft,
        "version": version,
        "table": table,
        "under_way": bool(table and table.under_way and refusal != "unchecked"),
        "refusal": words_of(refusal) if refusal else "",
        "judging": selectors.judging(version.lane) if version else selectors.judging(),
    }


@for_signed_in
@authors_only
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What every solution must get and got; a script asks for that alone while some are judged."""
    context = _context(get_object_or_404(PackageDraft, slug=slug))
    gate_part = live_part(request, "gate", "authoring/_gate.html", context, going=context["under_way"])
    if wanted(request):
        return answer(request, gate_part)
    return render(request, "authoring/gate.html", context | {"gate": gate_part})


@authors_only
@require_POST
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Have every solution judged."""
    draft = get_object_or_404(PackageDraft, slug=slug)
    try:
        gate.start(acting_user(request), draft)
    except PackageError as error:
        for line in error.problems[:10]:
            messages.error(request, line)
        return redirect("authoring:package", slug=slug)
    except SubmitError as error:
        messages.error(request, explain(error))
    return redirect("gate", slug=slug)


@authors_only
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the version to candidates, if every solution got what it must."""
    draft = get_object_or_404(PackageDraft, slug=slug)
    try:
        version = gate.publish(acting_user(request), draft, request.POST.get("seen", ""))
    except NotOpen as refused:
        messages.error(request, _("Not published. %(why)s") % {"why": words_of(refused.code)})
        return redirect("gate", slug=slug)
    messages.success(request, _("Published: version %(number)s.") % {"number": version.version})
    return redirect("problem", slug=slug)
