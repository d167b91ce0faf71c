"""Pages about the learner: overview, due list, history, settings; and the export to Anki."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.selectors import shown_questions
from questions.templatetags.tuneroom import content_languages
from study import limits, progress, selectors, services
from study.anki import package_of
from study.forms import LearnerForm
from study.selectors import Scope
from study.views.common import learner_of, page_of, scope_of, sidebar, user_of

LANGUAGES = ("zh", "en")


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where the learner stands: today, by topic, the last half year, the next two weeks."""
    learner, now = learner_of(request), timezone.now()
    activity = progress.activity_of(learner, now)
    forecast = progress.forecast_of(learner, now)
    heat = progress.heat_map(activity, learner.daily_goal)
    context = sidebar(learner, Scope(), now) | {
        "activity": activity,
        "heat": heat,
        "months": progress.months_of(heat),
        "busy_days": progress.busy_days(heat),
        "forecast": progress.bars_of(forecast),
        "forecast_days": forecast,
        "coming": sum(day.count for day in forecast),
        "last": selectors.last_review(user_of(request)),
    }
    return render(request, "study/overview.html", context)


@login_required
@require_safe
def due_list(request: HttpRequest) -> HttpResponse:
    """Every card that was begun, by when it comes up."""
    learner, scope, now = learner_of(request), scope_of(request), timezone.now()
    page = page_of(request, selectors.cards_by_due(user_of(request), scope))
    context = {"page": page, "now": now, "day_end": selectors.day_of(learner, now)[1], "scope": scope}
    return render(request, "study/due_list.html", context)


@login_required
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Every review, the newest first, with what was written then."""
    page = page_of(request, selectors.reviews_of(user_of(request)))
    return render(request, "study/history.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Goal, limits and time zone; and what the schedule is fitted to."""
    learner = learner_of(request)
    form = LearnerForm(request.POST or None, instance=learner)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("study:settings")
    count = selectors.reviews_of(user_of(request)).count()
    context = {"form": form, "learner": learner, "count": count, "fit_from": limits.FIT_FROM}
    return render(request, "study/settings.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def fit(request: HttpRequest) -> HttpResponse:
    """Fit the schedule to the learner's reviews now."""
    found = services.fit(services.saved(learner_of(request)))
    if found:
        messages.success(request, _("Your schedule is fitted to your reviews."))
    else:
        messages.info(request, _("Nothing changed: the present schedule predicts your reviews as well."))
    return redirect("study:settings")


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The bank in the page's language as a package for Anki."""
    return anki_file(content_languages()[0])


def anki_file(language: str) -> HttpResponse:
    """The bank in a language, the reader's where it is none of ours."""
    language = language if language in LANGUAGES else content_languages()[0]
    named = {"Content-Disposition": f'attachment; filename="tuneroom-{language}.apkg"'}
    content = package_of(shown_questions(), language)
    return HttpResponse(content, content_type="application/octet-stream", headers=named)
