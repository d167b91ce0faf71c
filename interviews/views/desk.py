"""The interviewer's sessions: prepared, opened and closed, with their invitations and who sits now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews import invitations, limits, report, selectors, sessions, sittings
from interviews.forms import (
    CriterionForm,
    CriterionFormSet,
    InviteForm,
    ItemFormSet,
    SessionForm,
    chosen_subjects,
    item_choices,
)
from interviews.models import Invitation, Session
from interviews.rubric import Line, usual_rubric
from interviews.views.common import interviewers_only, not_yet, page_of, sitting_or_404, user_of
from judge.live import answer, live_part, wanted
from judge.models import Submission

CHANGED = gettext_lazy(
    "Not saved: this session was changed meanwhile, as another tab shows. To keep yours, save again."
)
FormSet = Any
"""A set of forms: the framework's classes for them are generic in the stubs alone."""


@interviewers_only
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Every session."""
    return render(
        request, "interviews/session_list.html", {"page": page_of(request, selectors.sessions_with_counts())}
    )


def _own_session(request: HttpRequest, pk: int) -> Session:
    """A session that the visitor may change; 403 for another interviewer's."""
    found = get_object_or_404(Session, pk=pk)
    if not request.user.has_perm("interviews.change_session", found):
        raise PermissionDenied
    return found


@interviewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a session; ``?like=`` begins with a copy of another one."""
    like = Session.objects.filter(pk=_number(request.GET.get("like", ""))).first()
    return _edit(request, Session(author=user_of(request)), like)


@interviewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a session that nobody has sat yet."""
    found = _own_session(request, pk)
    if not sessions.can_change(found):
        messages.info(
            request, _("A candidate has taken this session: it cannot be changed. Change a copy of it.")
        )
        return redirect("interviews:session", pk=pk)
    return _edit(request, found, found)


def _number(given: str) -> int:
    """The number in an address, 0 for anything else."""
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _edit(request: HttpRequest, session: Session, like: Session | None) -> HttpResponse:
    """The three parts of the form. The button "more lines" keeps what was typed and adds lines."""
    kept = selectors.items_of(like) if like else []
    offered = {"choices": item_choices(kept)}
    if request.method != "POST":
        form = SessionForm(instance=like if like and like.pk == session.pk else _copied(session, like))
        subjects = [{"subject": item.key} for item in kept]
        items = ItemFormSet(initial=subjects, prefix="items", form_kwargs=offered)
        rubric = CriterionFormSet(initial=_rubric(like), prefix="rubric")
        return _form_page(request, session, form, items, rubric, seen=sessions.seen_as(session))
    form = SessionForm(request.POST, instance=session)
    items = ItemFormSet(request.POST, prefix="items", form_kwargs=offered)
    rubric = CriterionFormSet(request.POST, prefix="rubric")
    if "more" in request.POST:
        return _form_page(request, session, form, _longer(items), _longer(rubric))
    if not all([form.is_valid(), items.is_valid(), rubric.is_valid()]):
        return _form_page(request, session, form, items, rubric, status=422)
    lines = [_line(one.cleaned_data) for one in rubric.forms if one.cleaned_data.get("title")]
    seen = request.POST.get("seen", "")
    try:
        saved = sessions.save_session(form.save(commit=False), chosen_subjects(items), lines, seen)
    except sessions.Begun:
        messages.error(request, _("A candidate has just begun this session, so it was not changed."))
        return redirect("interviews:session", pk=session.pk)
    except sessions.Changed:
        form.add_error(None, str(CHANGED))
        newer = sessions.seen_as(session)
        return _form_page(request, session, form, items, rubric, status=409, seen=newer)
    messages.success(request, _("Saved."))
    return redirect("interviews:session", pk=saved.pk)


def _copied(session: Session, like: Session | None) -> Session:
    """The new session with the settings of the one that it is like."""
    if like is not None:
        for name in ("title", "mode", "minutes", "blind", "instructions"):
            setattr(session, name, getattr(like, name))
    return session


def _rubric(session: Session | None) -> list[dict[str, str]]:
    lines = [one.line for one in session.criteria.all()] if session else usual_rubric()
    return [
        {"title": line.title} | {f"anchor{point}": text for point, text in enumerate(line.anchors, 1)}
        for line in lines
    ]


def _line(data: dict[str, Any]) -> Line:
    return Line(data["title"], tuple(CriterionForm.anchors(data)))


def _longer(formset: FormSet) -> FormSet:
    """The same form with what was typed so far, unchecked, and empty lines after it. Every line stays in its
    place: the browser keeps by place what was typed."""
    typed = [{name: form[name].value() for name in form.fields} for form in formset.forms]
    return type(formset)(initial=typed, prefix=formset.prefix, form_kwargs=formset.form_kwargs)


def _form_page(
    request: HttpRequest,
    session: Session,
    form: SessionForm,
    items: FormSet,
    rubric: FormSet,
    *,
    status: int = 200,
    seen: str | None = None,
) -> HttpResponse:
    """``seen``: what the form is written over, as the posted one says unless given."""
    context = {"session": session, "form": form, "items": items, "rubric": rubric}
    context["seen"] = request.POST.get("seen", "") if seen is None else seen
    return render(request, "interviews/session_form.html", context, status=status)


@interviewers_only
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """A session with its invitations and sittings."""
    return _session_page(request, get_object_or_404(Session, pk=pk), InviteForm())


def _session_page(
    request: HttpRequest,
    session: Session,
    form: InviteForm,
    *,
    link: str = "",
    signs_in: bool = True,
    status: int = 200,
) -> HttpResponse:
    rows = list(selectors.sittings(user_of(request)).filter(session=session))
    context = {
        "session": session,
        "items": selectors.items_of(session),
        "rubric": [one.line for one in session.criteria.all()],
        "invitations": invitations.open_invitations(session),
        "sittings": [(row, selectors.name_of(row)) for row in rows],
        "may_change": request.user.has_perm("interviews.change_session", session),
        "agreement": report.agreement_in(session, user_of(request)),
        "form": form,
        "link": link,
        "signs_in": signs_in,
        "now": timezone.now(),
        "given_minutes": limits.GIVEN_MINUTES,
    }
    return render(request, "interviews/session.html", context, status=status)


@interviewers_only
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link; it is on the page that answers, and nowhere else."""
    found, form = _own_session(request, pk), InviteForm(request.POST)
    if not form.is_valid():
        return _session_page(request, found, form, status=422)
    made = invitations.invite(found, **form.cleaned_data)
    return _session_page(request, found, InviteForm(), link=_link(request, made.token))


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("interviews:invitation", args=[token]))


@interviewers_only
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back."""
    found = get_object_or_404(Invitation, pk=pk)
    _own_session(request, found.session_id)
    if not invitations.revoke(found):
        messages.info(request, _("That link was used or taken back before."))
    return redirect("interviews:session", pk=found.session_id)


@interviewers_only
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nobody begin any more (``on=1``), or let them again."""
    sessions.set_closed(_own_session(request, pk), request.POST.get("on") == "1")
    return redirect("interviews:session", pk=pk)


@interviewers_only
@require_POST
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A link by which a candidate goes on in another browser: it signs a guest in, and asks whoever has an
    account of their own to sign in to it."""
    found = sitting_or_404(request, pk)
    session = _own_session(request, found.session_id)
    if found.ended_at is not None:
        messages.info(request, _("That interview has ended."))
        return redirect("interviews:session", pk=session.pk)
    if invitations.is_guest(found.author):
        link = _link(request, invitations.let_in_again(found).token)
        return _session_page(request, session, InviteForm(), link=link)
    link = request.build_absolute_uri(reverse("interviews:sitting", args=[pk]))
    return _session_page(request, session, InviteForm(), link=link, signs_in=False)


@interviewers_only
@require_POST
def give_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a candidate more time while they sit; their clock asks for it by itself."""
    found = sitting_or_404(request, pk)
    _own_session(request, found.session_id)
    if sittings.give_time(found, limits.GIVEN_MINUTES):
        messages.success(request, _("%(n)s more minutes given.") % {"n": limits.GIVEN_MINUTES})
    else:
        messages.info(request, _("That interview has ended."))
    return redirect("interviews:session", pk=found.session_id)


@interviewers_only
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a sitting before its time."""
    found = sitting_or_404(request, pk)
    _own_session(request, found.session_id)
    sittings.close(found)
    messages.info(request, _("It ends within seconds: what is on its way is still taken."))
    return redirect("interviews:session", pk=found.session_id)


@interviewers_only
@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """What a candidate writes and runs, as it happens; the answer to a script is the part that changes, or
    nothing where it has that already: what is read or selected stays under the eyes."""
    found = sitting_or_404(request, pk)
    if (back := not_yet(request, found)) is not None:
        return back
    latest = selectors.latest_entries(found)
    context = {
        "sitting": found,
        "session": found.session,
        "name": selectors.name_of(found),
        "parts": selectors.parts_of(found),
        "latest": latest,
        "newest_run": next((one for one in latest if one.submission.purpose == Submission.Purpose.RUN), None),
    }
    watched = live_part(request, "live", "interviews/_live.html", context, going=found.ended_at is None)
    if wanted(request):
        return answer(request, watched)
    return render(request, "interviews/live.html", context | {"watched": watched})
