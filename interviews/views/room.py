"""The candidate's side: an invitation, the sitting, its items, handing in. Thin: ``interviews.sittings``
writes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews import invitations, limits, selectors, sittings
from interviews.forms import AnswerForm
from interviews.invitations import NotOpen
from interviews.models import Invitation, Item, Sitting, Work
from interviews.refusals import WHY_NOT
from interviews.sittings import Over
from interviews.views.common import user_of
from judge import live
from judge import selectors as judge_selectors
from judge.bench_views import as_typed
from judge.desk import MINE, STATE, Desk, desk_state, number_from
from judge.drafts import read_save
from judge.forms import RunForm, SubmitForm
from judge.live import LivePart, live_part
from judge.models import Submission
from judge.refusals import explain
from judge.run_views import answer_run
from judge.save_views import Send, answer_save, posted_revision, send_saved
from judge.services import SubmitError
from judge.views import for_signed_in, signed_in
from questions.problem_loader import runner_problem
from runners.registry import load_runner

ENDED = {
    Sitting.Ending.HANDED_IN: gettext_lazy("It is handed in: nothing can be changed any more."),
    Sitting.Ending.BELL: gettext_lazy("The time is over: what was saved by then is handed in."),
    Sitting.Ending.CLOSED: gettext_lazy("An interviewer ended it: what was saved by then is handed in."),
}
OPEN_SITTING = "sitting"
"""What the browser's session calls the sitting that every page leads back to."""


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What awaits the candidate; a post begins it, or goes on with what was begun elsewhere."""
    try:
        found = invitations.find_invitation(token)
        if found.resumes is not None and not invitations.is_guest(found.resumes.author):
            return redirect("interviews:sitting", pk=found.resumes.pk)  # which asks for signing in
        if request.method != "POST":
            return _invitation_page(request, found)
        sitting = invitations.enter(found, signed_in(request))
    except NotOpen as error:
        if (own := invitations.led_to(token, signed_in(request))) is not None:
            return redirect("interviews:sitting", pk=own.pk)
        context = {"why": WHY_NOT[error.why]}
        return render(request, "interviews/not_open.html", context, status=HTTPStatus.GONE)
    if sitting.author != request.user:
        login(request, sitting.author, backend="django.contrib.auth.backends.ModelBackend")
    request.session[OPEN_SITTING] = sitting.pk
    return redirect("interviews:sitting", pk=sitting.pk)


def _invitation_page(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    session, visitor = invitation.session, signed_in(request)
    account = None if invitation.resumes else invitations.sits_as(session, visitor)
    context = {"invitation": invitation, "session": session, "items": selectors.items_of(session)}
    context["signs_out"] = visitor not in (None, account, invitation.resumes and invitation.resumes.author)
    if account is not None and not invitations.is_guest(account):
        context["account"] = account
    return render(request, "interviews/invitation.html", context)


def _own(request: HttpRequest, pk: int) -> Sitting:
    """The visitor's own sitting, ended if its time is up; 404 for anybody else's."""
    found = get_object_or_404(selectors.sittings_of(user_of(request)), pk=pk)
    if found.ended_at is None and sittings.is_over(found, grace=limits.GRACE_SECONDS):
        sittings.end(found, Sitting.Ending.BELL)
        found.refresh_from_db()
    if found.ended_at is not None and request.session.get(OPEN_SITTING) == pk:
        del request.session[OPEN_SITTING]
    return found


def _item(sitting: Sitting, place: int) -> Item:
    rows = sitting.session.items.select_related("problem_version__problem")
    return get_object_or_404(rows, position=place)


@login_required
@require_safe
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything to do, how far it is, and the time that is left."""
    found = _own(request, pk)
    if found.ended_at is None:
        request.session[OPEN_SITTING] = pk
    return render(request, "interviews/sitting.html", _place(found) | {"parts": selectors.parts_of(found)})


def _place(sitting: Sitting, item: Item | None = None) -> dict[str, Any]:
    """What every page of a sitting shows: the clock, and the way between items."""
    return {
        "sitting": sitting,
        "session": sitting.session,
        "items": selectors.items_of(sitting.session),
        "item": item,
        "over": sitting.ended_at is not None,
        "now": timezone.now(),
    }


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """One item: read and answered, or a program submitted."""
    found = _own(request, pk)
    asked = _item(found, place)
    name = live.wanted(request)
    if found.ended_at is not None:
        if name:
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"})
        messages.info(request, ENDED[Sitting.Ending(found.ending)])
        return redirect("interviews:sitting", pk=pk)
    if name:
        return live.answer(request, _live(request, found, asked, name))
    if request.method == "POST":
        if asked.is_code and "save" not in request.POST:
            return _take_program(request, found, asked)
        return _save(request, found, asked)
    return _page(request, found, asked, None)


def _live(request: HttpRequest, sitting: Sitting, item: Item, name: str) -> LivePart:
    """The part of a program's page that a script asks for."""
    if item.problem_version is None:
        raise Http404
    if name == STATE:
        return desk_state(request, item.problem_version, _desk(sitting, item))[0]
    return _mine(request, sitting, item)


def _take_program(request: HttpRequest, sitting: Sitting, item: Item) -> HttpResponse:
    form = RunForm(request.POST, request.FILES)
    if form.is_valid():
        source = form.cleaned_data["source"]
        try:
            _send(request, sitting, item, source, lambda: sittings.submit(sitting, item, source))
        except SubmitError as error:
            form.add_error(None, explain(error))
        except Over:
            return redirect("interviews:sitting", pk=sitting.pk)
        else:
            messages.success(request, _("Submitted. You may go on; the newest submission is on this page."))
            return redirect("interviews:item", pk=sitting.pk, place=item.position)
    return _page(request, sitting, item, form, status=422)


def _save(request: HttpRequest, sitting: Sitting, item: Item) -> HttpResponse:
    """Saved by the button."""
    version = item.problem_version
    try:
        return answer_save(
            request,
            limits.WORK_BYTES,
            lambda posted: sittings.save_work(sitting, item, posted.text, posted.revision).conflict,
            lambda status, text: _page(
                request,
                sitting,
                item,
                as_typed(request, version, text) if version else AnswerForm(initial=request.POST.dict()),
                status=status,
            ),
            redirect("interviews:item", pk=sitting.pk, place=item.position),
        )
    except Over:
        return redirect("interviews:sitting", pk=sitting.pk)


def _send(request: HttpRequest, sitting: Sitting, item: Item, source: str, send: Send) -> Submission:
    """Run or submit a program, saved where no script did."""
    return send_saved(
        request,
        limits.WORK_BYTES,
        source,
        lambda posted: sittings.save_program(sitting, item, posted.text, posted.revision).conflict,
        send,
    )


def _page(
    request: HttpRequest,
    sitting: Sitting,
    item: Item,
    form: SubmitForm | AnswerForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    work = Work.objects.filter(sitting=sitting, item=item).first()
    context = _place(sitting, item) | {"draft": work_data(work) if work else None}
    context |= {"desk": _desk(sitting, item), "form": form}
    is_saved = isinstance(form, RunForm) and form.is_bound and form.cleaned_data.get("source")
    context["revision"] = "" if is_saved or status == HTTPStatus.CONFLICT else posted_revision(request)
    if item.problem_version is None:
        context["form"] = form or AnswerForm(initial={"source": work.text if work else ""})
        return render(request, "interviews/question.html", context, status=status)
    version, runner = item.problem_version, load_runner(item.problem_version.kind)
    given = runner_problem(version)
    earlier = None if form else _earlier(request, sitting, item)
    shown = earlier.source if earlier else work.text if work else version.starter
    context["form"] = form or RunForm(initial={"source": shown, "typed": earlier.typed if earlier else ""})
    state, told = desk_state(request, version, _desk(sitting, item))
    context |= told | {
        "state": state,
        "mine": _mine(request, sitting, item),
        "earlier": earlier,
        "kind": runner.title,
        "typed_help": runner.typed,
        "rows": runner.scoring_rows(given),
        "limits": version.config["limits"] | {"source_bytes": runner.max_source_bytes},
        "pass_mark": given.pass_mark,
    }
    return render(request, "interviews/problem.html", context, status=status)


def _earlier(request: HttpRequest, sitting: Sitting, item: Item) -> Submission | None:
    """What was submitted, or ran, for the item and is named by ``?from=``."""
    if (number := number_from(request)) is None:
        return None
    return Submission.objects.filter(pk=number, entry__sitting=sitting, entry__item=item).first()


def _mine(request: HttpRequest, sitting: Sitting, item: Item) -> LivePart:
    """What was submitted for the item."""
    rows = next(part.submissions for part in selectors.parts_of(sitting) if part.item == item)
    going = judge_selectors.any_unfinished(rows)
    return live_part(request, MINE, "interviews/_mine.html", {"submissions": rows}, going=going)


def _desk(sitting: Sitting, item: Item) -> Desk:
    names = [sitting.pk, item.position]
    return Desk(
        submit=reverse("interviews:item", args=names),
        run=reverse("interviews:run", args=names),
        draft=reverse("interviews:draft", args=names),
        key=f"sitting-{sitting.pk}:{item.position}",
    )


@require_safe
def clock(request: HttpRequest, pk: int) -> JsonResponse:
    """How many seconds are left, and whether it has ended: by the bell, in another window, or otherwise."""
    if signed_in(request) is None:
        return JsonResponse({"error": "signed out"}, status=401)
    found = _own(request, pk)
    left = (found.ends_at - timezone.now()).total_seconds()
    return JsonResponse({"left": left, "over": found.ended_at is not None})


@require_POST
def draft(request: HttpRequest, pk: int, place: int) -> JsonResponse:
    """Save what stands in the editor, and how much of it was pasted; ``over`` when the time is up."""
    if signed_in(request) is None:
        return JsonResponse({"error": "signed out"}, status=401)
    found = _own(request, pk)
    posted, pasted = read_save(request, limits.WORK_BYTES), request.POST.get("pasted", "0")
    if isinstance(posted, JsonResponse):
        return posted
    count = min(int(pasted), limits.WORK_BYTES) if pasted.isdecimal() and len(pasted) < 10 else 0
    try:
        saved = sittings.save_work(found, _item(found, place), posted.text, posted.revision, count)
    except Over:
        return JsonResponse({"error": "over"}, status=409)
    return JsonResponse({"conflict": saved.conflict} | work_data(saved.work))


def work_data(work: Work) -> dict[str, object]:
    """What the editor needs to know of what is kept."""
    return {"source": work.text, "revision": work.revision, "saved_at": work.saved_at.isoformat()}


@for_signed_in
@require_POST
def run(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Run the program on public samples."""
    found = _own(request, pk)
    asked = _item(found, place)
    if not asked.is_code:
        raise Http404

    try:
        return answer_run(
            request,
            lambda source, typed: _send(
                request, found, asked, source, lambda: sittings.run(found, asked, source, typed)
            ),
            lambda form: _page(request, found, asked, form, status=422),
        )
    except Over:
        return render(request, "judge/_run.html", {"faults": [_("The time is over.")]})


@login_required
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End the sitting; what stands in the editors is submitted."""
    sittings.end(_own(request, pk), Sitting.Ending.HANDED_IN)
    return redirect("interviews:sitting", pk=pk)
