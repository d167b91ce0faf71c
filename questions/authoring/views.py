"""The authors' pages. Every one asks for the permission to write questions."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from questions import drafting
from questions.article.items import Item, Kind
from questions.article.reading import read_article
from questions.article.writing import write_article
from questions.authoring.forms import ArticleForm, DraftForm
from questions.authoring.preview import previews_of
from questions.drafting import MOVES, NotAllowed, missing_in
from questions.models import Difficulty, ProblemDraft, Question, QuestionDraft
from questions.package_models import PackageDraft
from questions.selectors import published_slugs

PER_PAGE = 30
State = QuestionDraft.State
View = Callable[..., HttpResponse]


def authors_only(view: View) -> View:
    """For pages of authors: others who are signed in get 403."""
    return login_required(permission_required("questions.write", raise_exception=True)(view))


def acting_user(request: HttpRequest) -> User:
    """Who asks; ``authors_only`` has seen that somebody is signed in."""
    return cast(User, request.user)


def version_seen(request: HttpRequest) -> int:
    """The version of a draft that somebody had before them; -1, which none has, where none is sent."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else -1


@authors_only
@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """Drafts of questions, all or those of one state; problems and coding items of articles below."""
    state = request.GET.get("state", "")
    rows = QuestionDraft.objects.select_related("topic", "author", "question")
    if state in State:
        rows = rows.filter(state=state)
    untaken = Question.objects.filter(draft__isnull=True)
    lists: dict[str, QuerySet[Any]] = {
        "page": rows,
        "questions": untaken.only("slug", "title_zh", "title_en", "retired"),
        "problems": PackageDraft.objects.select_related("author"),
        "items": ProblemDraft.objects.select_related("author"),
    }
    context = {
        **{name: Paginator(rows, PER_PAGE).get_page(request.GET.get(name)) for name, rows in lists.items()},
        "shipped": sorted(published_slugs()),
        "states": State.choices,
        "state": state if state in State else "",
    }
    return render(request, "authoring/draft_list.html", context)


@authors_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a question from nothing."""
    draft = QuestionDraft(
        slug=f"own-{secrets.token_hex(5)}", author=acting_user(request), difficulty=Difficulty.MEDIUM
    )
    return _edit(request, draft)


@authors_only
@require_POST
def take_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit a question that came with the site."""
    draft = drafting.take_up(acting_user(request), get_object_or_404(Question, slug=slug))
    return redirect("authoring:edit", slug=draft.slug)


@authors_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write on a draft, both languages beside each other; the preview is on the same page."""
    return _edit(request, get_object_or_404(QuestionDraft, slug=slug))


def _edit(request: HttpRequest, draft: QuestionDraft) -> HttpResponse:
    if request.method != "POST":
        return _draft_page(request, draft, DraftForm(instance=draft))
    form = DraftForm(request.POST, instance=QuestionDraft(pk=draft.pk, slug=draft.slug))
    if not form.is_valid():
        return _draft_page(request, draft, form, status=422)
    if "preview" in request.POST:
        return _draft_page(request, draft, form, shown=form.given())
    try:
        saved = drafting.save_draft(acting_user(request), draft, form.given(), form.cleaned_data["seen"])
    except NotAllowed:
        form.add_error(
            None,
            _("Somebody saved this draft meanwhile. Yours is below, unsaved; open the draft in another tab."),
        )
        return _draft_page(request, draft, form, status=409)
    messages.success(request, _("Saved."))
    return redirect("authoring:edit", slug=saved.slug)


def _is_saved(draft: QuestionDraft, form: DraftForm) -> bool:
    """Whether the page has what is saved: a preview of anything else is not what a move would publish."""
    if not form.is_bound:
        return True
    return form.is_valid() and all(getattr(draft, name) == value for name, value in form.given().items())


def _draft_page(
    request: HttpRequest,
    draft: QuestionDraft,
    form: DraftForm,
    *,
    shown: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form; ``shown`` is what the preview shows, the draft as it is saved unless given."""
    names = {name: getattr(draft, name) for name in drafting.FIELDS} if shown is None and draft.pk else shown
    context = {
        "draft": draft,
        "form": form,
        "shown": names,
        "parts": [
            part for part in ("question", "answer", "explanation", "errata") if names and _any(names, part)
        ],
        "moves": [(state.value, state.label) for state in State if state in MOVES[draft.state]]
        if draft.pk and _is_saved(draft, form)
        else [],
        "missing": missing_in(draft) if draft.pk else (),
    }
    return render(request, "authoring/draft.html", context, status=status)


def _any(shown: dict[str, Any], part: str) -> bool:
    return bool(shown[f"{part}_zh"] or shown[f"{part}_en"])


@authors_only
@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a draft to review, publish it, retire it, take it up again."""
    draft = get_object_or_404(QuestionDraft, slug=slug)
    try:
        moved = drafting.move(acting_user(request), draft, request.POST.get("to", ""), version_seen(request))
    except NotAllowed as error:
        messages.error(request, _not_moved(error))
    else:
        messages.success(request, moved.get_state_display())
    return redirect("authoring:edit", slug=slug)


def _not_moved(error: NotAllowed) -> str:
    """What the page says of it, and what to do."""
    if error.code == "incomplete":
        return _("Not published: both languages need a title, a question and an answer.")
    if error.code == "changed":
        return _("Somebody saved this draft meanwhile. Look at what is new, then go on.")
    return _("That is not possible from where it is now.")


@authors_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_article(request: HttpRequest) -> HttpResponse:
    """Show what is understood of an article, line by line; ``apply`` makes drafts of it."""
    form = ArticleForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "authoring/import.html", {"form": form}, status=status)
    read = read_article(form.cleaned_data["text"])
    if "apply" in request.POST:
        done = drafting.import_items(acting_user(request), read.items, form.cleaned_data["topic"])
        messages.success(
            request,
            _("%(added)s added, %(there)s were there already.")
            % {"added": len(done.added), "there": len(done.there)},
        )
        return redirect("authoring:drafts")
    form = ArticleForm(initial=form.cleaned_data | {"file": None})
    context = {
        "form": form,
        "read": read,
        "items": previews_of(read, _known(read.items)),
        "kinds": _counts(read.items),
        "doubtful": {fault.line for fault in read.faults},
    }
    return render(request, "authoring/import.html", context)


def _known(items: tuple[Item, ...]) -> list[bool]:
    """Of each item whether it is there already."""
    slugs = drafting.slugs_of(items)
    found = {
        model: set(model.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        for model in (QuestionDraft, ProblemDraft)
    }
    return [
        slug in found[ProblemDraft if item.kind is Kind.CODING else QuestionDraft]
        for item, slug in zip(items, slugs, strict=True)
    ]


def _counts(items: tuple[Item, ...]) -> dict[str, int]:
    kinds = [item.kind for item in items]
    return {kind.value: kinds.count(kind) for kind in Kind}


@authors_only
@require_safe
def article(request: HttpRequest) -> HttpResponse:
    """All drafts in one language as an article; ``?language=en`` for the other one."""
    language = "en" if request.GET.get("language") == "en" else "zh"
    drafts = QuestionDraft.objects.select_related("topic").order_by("topic__position", "position", "pk")
    asked = [f"question_{language}", f"title_{language}"]
    items = [_as_item(draft, language) for draft in drafts if any(getattr(draft, name) for name in asked)]
    items += [
        _as_coding_item(row, language)
        for row in ProblemDraft.objects.select_related("topic").order_by("pk")
        if drafting.language_of(row.statement + row.title) == language
    ]
    named = {"Content-Disposition": f'attachment; filename="drafts.{language}.md"'}
    text = write_article(items, language)
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=named)


def _as_item(draft: QuestionDraft, language: str) -> Item:
    texts = {
        part: getattr(draft, f"{part}_{language}") for part in ("title", "question", "answer", "explanation")
    }
    kind = Kind.QA if texts["answer"] else Kind.EXTENSION
    topic = getattr(draft.topic, f"title_{language}")
    return Item(
        kind, draft.document_section, texts["title"], (topic,), texts["question"], texts["answer"],
        texts["explanation"], "",
    )  # fmt: skip


def _as_coding_item(row: ProblemDraft, language: str) -> Item:
    chapters = tuple(row.chapters)
    if not chapters and row.topic is not None:
        chapters = (getattr(row.topic, f"title_{language}"),)
    return Item(Kind.CODING, row.number, row.title, chapters, row.statement, "", row.explanation, row.starter)
