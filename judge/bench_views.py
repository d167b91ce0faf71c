"""The page of a problem, where code is written: read, submit, ask for a hint, give up. Thin:
``judge.services`` and its neighbours write. Running code is in ``judge.run_views``.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from judge import drafts, hints, limits, live, selectors, services
from judge.board import best_of
from judge.desk import MINE, STARTER, STATE, Desk, desk_state, number_from
from judge.forms import RunForm, SubmitForm
from judge.kit import kit_of, seconds_to_wait
from judge.live import LivePart, live_part
from judge.models import Draft, Submission
from judge.refusals import explain
from judge.runs import runs_of
from judge.save_views import answer_save, posted_revision
from judge.stepwise import StepwiseFile
from judge.views import for_signed_in, signed_in
from questions.models import ProblemVersion
from questions.problem_loader import runner_problem
from questions.selectors import questions_of_problem
from runners.registry import load_runner


def current_version(slug: str) -> ProblemVersion:
    """The version that candidates see, or 404."""
    return get_object_or_404(selectors.current_versions(), problem__slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a problem; post a solution."""
    version = current_version(slug)
    if request.method == "POST":
        return _submit(request, version)
    user = signed_in(request)
    if name := live.wanted(request):
        return _live(request, version, user, name)
    earlier = _earlier(request, version)
    anew = request.GET.get("from") == STARTER
    draft = drafts.draft_of(user, version.problem) if user and not anew else None
    shown = earlier or draft
    source, typed = shown.source if shown else version.starter, earlier.typed if earlier else ""
    form = RunForm(initial={"source": source, "typed": typed})
    return problem_page(request, version, form, earlier=earlier)


def _live(request: HttpRequest, version: ProblemVersion, user: User | None, name: str) -> HttpResponse:
    """The part of the page that a script asks for."""
    if name == STATE:
        return live.answer(request, _state(request, version, user)[0])
    if user is None:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return live.answer(request, _mine(request, version, user))


def _state(
    request: HttpRequest, version: ProblemVersion, user: User | None
) -> tuple[LivePart, dict[str, object]]:
    making = None if version.published else selectors.makings([version])[version.pk]
    return desk_state(request, version, Desk.of_problem(version.problem.slug, user), making)


def _mine(request: HttpRequest, version: ProblemVersion, user: User) -> LivePart:
    """What the user submitted here, and the best of it."""
    rows = list(selectors.own_submissions(user, version)[:10])
    context = {"version": version, "submissions": rows, "best": best_of(user, version.problem)}
    return live_part(request, MINE, "judge/_mine.html", context, going=selectors.any_unfinished(rows))


def _earlier(request: HttpRequest, version: ProblemVersion) -> Submission | None:
    """The submission to this problem, or the visitor's own Run, that ``?from=`` names, if they may see it."""
    user, number = signed_in(request), number_from(request)
    if user is None or number is None:
        return None
    named = Q(pk=number, problem_version__problem=version.problem)
    return selectors.submissions_for(user).filter(named).first() or runs_of(user).filter(named).first()


def _submit(request: HttpRequest, version: ProblemVersion) -> HttpResponse:
    user = signed_in(request)
    if user is None:
        words = _(
            "Sign in to submit. Your code stays in this browser; without scripts, go back and copy it first."
        )
        messages.info(request, words)
        return redirect_to_login(reverse("problem", args=[version.problem.slug]))
    if "save" in request.POST:
        return _save(request, user, version)
    form = RunForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            row = services.submit(user, version, form.cleaned_data["source"])
        except services.SubmitError as error:
            form.add_error(None, explain(error))
        else:
            return redirect("submission", pk=row.pk)
    return problem_page(request, version, form, status=422)


def _save(request: HttpRequest, user: User, version: ProblemVersion) -> HttpResponse:
    """Keep the draft of a browser without scripts."""
    return answer_save(
        request,
        limits.DRAFT_BYTES,
        lambda posted: drafts.save_draft(user, version.problem, posted.text, posted.revision).conflict,
        lambda status, text: problem_page(request, version, as_typed(request, version, text), status=status),
        redirect("problem", version.problem.slug),
    )


@require_POST
@for_signed_in
def hint(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the next hint; the code that came with the press is on the page as it was."""
    version, user = current_version(slug), cast(User, request.user)
    seen = request.POST.get("seen", "")
    if seen.isdecimal() and len(seen) < limits.NUMBER_DIGITS:
        hints.next_hint(user, version.problem, int(seen), len(version.hints_en))
    return problem_page(request, version, as_typed(request, version))


@require_POST
@for_signed_in
def give_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the explanation to who has not solved the problem."""
    version = current_version(slug)
    hints.give_up(cast(User, request.user), version.problem)
    return problem_page(request, version, as_typed(request, version))


def as_typed(request: HttpRequest, version: ProblemVersion, text: str | None = None) -> SubmitForm:
    """The form with what was posted along, unchecked; with ``text`` in the place of the code."""
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in ("source", "typed")}
    return RunForm(initial=typed | {"source": text or typed["source"] or version.starter})


@require_POST
def draft(request: HttpRequest, slug: str) -> JsonResponse:
    """Save the draft; ``conflict`` where another window was first: then what comes back is its draft, and
    nothing was saved. Nor is a draft of somebody who was signed in here before (``key``)."""
    user, problem = signed_in(request), current_version(slug).problem
    if user is None:
        return JsonResponse({"error": "signed out"}, status=401)
    if request.POST.get("key", own := Desk.of_problem(slug, user).key) != own:
        return JsonResponse({"error": "another's"}, status=403)
    posted = drafts.read_save(request, limits.DRAFT_BYTES)
    if isinstance(posted, JsonResponse):
        return posted
    kept = drafts.draft_of(user, problem)
    if kept and (timezone.now() - kept.saved_at).total_seconds() < limits.DRAFT_EVERY:
        return JsonResponse({"error": "too soon"}, status=429, headers={"Retry-After": "1"})
    saved = drafts.save_draft(user, problem, posted.text, posted.revision)
    return JsonResponse({"conflict": saved.conflict} | draft_data(saved.draft))


@require_safe
def kit(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The zip to work with elsewhere."""
    version = current_version(slug)
    if wait := seconds_to_wait(request):
        words = ngettext(
            "Too many downloads. Try again in %(seconds)d second.",
            "Too many downloads. Try again in %(seconds)d seconds.",
            wait,
        )
        return HttpResponse(
            words % {"seconds": wait},
            content_type="text/plain; charset=utf-8",
            status=429,
            headers={"Retry-After": str(wait)},
        )
    found = kit_of(version)
    return StepwiseFile(found.path.open("rb"), as_attachment=True, filename=found.name)


def draft_data(draft: Draft) -> dict[str, object]:
    """What the editor needs to know of a draft."""
    return {"source": draft.source, "revision": draft.revision, "saved_at": draft.saved_at.isoformat()}


def problem_page(
    request: HttpRequest,
    version: ProblemVersion,
    form: SubmitForm,
    *,
    earlier: Submission | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page with ``form`` in the editor."""
    user, runner = signed_in(request), load_runner(version.kind)
    given = runner_problem(version)
    state, told = _state(request, version, user)
    context = told | {
        "state": state,
        "form": form,
        "earlier": earlier,
        "kind": runner.title,
        "typed_help": runner.typed,
        "rows": runner.scoring_rows(given),
        "limits": version.config["limits"] | {"source_bytes": runner.max_source_bytes},
        "pass_mark": given.pass_mark,
        "questions": questions_of_problem(version.problem.slug),
        "revision": "" if status == HTTPStatus.CONFLICT else posted_revision(request),
    }
    return render(request, "judge/problem.html", context | _personal(request, version, user), status=status)


def _personal(request: HttpRequest, version: ProblemVersion, user: User | None) -> dict[str, object]:
    """What the page shows of the visitor's own: hints that were opened, submissions, draft."""
    chinese = request.LANGUAGE_CODE.startswith("zh")
    written = version.hints_zh if chinese else version.hints_en
    if user is None:
        return {"hints": [], "hints_total": len(written), "solved": False}
    given, draft = hints.help_for(user, version.problem), drafts.draft_of(user, version.problem)
    return {
        "hints": written[: given.hints],
        "hints_total": len(written),
        "gave_up_at": given.gave_up_at,
        "solved": selectors.has_solved(user, version),
        "mine": _mine(request, version, user),
        "draft": draft_data(draft) if draft else None,
    }
