"""The page of a problem's leaderboard. Thin: ``judge.board`` reads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from judge import board, selectors
from judge.views import signed_in
from questions.models import BEFORE_THE_GATE, ProblemVersion


@never_cache  # who leaves is gone at the next look
@require_safe
def leaderboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody's best on one version, the current one unless ``?version=`` names another; open to all."""
    current = get_object_or_404(selectors.current_versions(), problem__slug=slug)
    version = chosen_version(current, request.GET.get("version", ""))
    user = signed_in(request)
    context = {
        "version": version,
        "current": current,
        "versions": board.versions_with_boards(current.problem),
        "pass_mark": version.config["pass_mark"],
        "board": board.board_of(version, user, request.GET.get("page")),
    }
    return render(request, "judge/leaderboard.html", context)


def chosen_version(current: ProblemVersion, name: str) -> ProblemVersion:
    """The version of that name of the same problem; 404 when it has none."""
    if name in {"", current.version}:
        return current
    known = current.problem.versions.exclude(BEFORE_THE_GATE)
    found = known.filter(version=name).select_related("problem").first()
    if found is None:
        raise Http404
    return found
