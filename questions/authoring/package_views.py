"""The pages on which problems are written. Judging solutions and publishing is ``judge.gate_views``'s."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions import packaging
from questions.authoring.package_forms import Files, ItemForm, NewPackageForm, ZipForm, posted_files
from questions.authoring.views import acting_user, authors_only, version_seen
from questions.models import Problem, ProblemDraft, ProblemVersion
from questions.package_models import PackageDraft
from questions.package_templates import NoTemplate
from questions.package_zip import BadZip, read_zip
from questions.packaging import Refused
from questions.problem_package import json_schema
from questions.selectors import newest_version


def words_of(refused: Refused) -> str:
    """What the page says of it, and what to do."""
    if refused.code == "taken":
        return _("There is a problem of this name. Choose another name, or open that one.")
    if refused.code == "there":
        words = _("There is a draft “%(slug)s” with other files. Download it first if you need them.")
        return words % {"slug": refused.words}
    if refused.code == "changed":
        return _("Somebody saved this problem meanwhile. Yours is below, unsaved; open it in another tab.")
    if refused.code == "large":
        return _("A package has 500 files and 32 MiB at most.")
    if refused.code == "move":
        return _("That is not possible from where it is now.")
    return refused.words


@authors_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a problem: it can be judged from the first moment on, for a template has tests and solutions."""
    form = NewPackageForm(request.POST or None, initial=request.GET.dict())
    by = acting_user(request)
    if draft := _begun(form, lambda given: packaging.begin(by, **given)):
        return redirect("authoring:package", slug=draft.slug)
    return render(request, "authoring/package_new.html", {"form": form}, status=422 if form.errors else 200)


def _begun(form: Form, begin: Callable[[dict[str, Any]], PackageDraft]) -> PackageDraft | None:
    """The draft that a form asks for; None for one that is not sent or not in order, which says why."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return begin(form.cleaned_data)
    except Refused as refused:
        form.add_error("slug", words_of(refused))
    except NoTemplate:
        form.add_error("kind", _("This kind brings no template: import a package of it."))
    return None


@authors_only
@require_http_methods(["GET", "HEAD", "POST"])
def coding(request: HttpRequest, slug: str) -> HttpResponse:
    """A coding item of an article; posted, it becomes a problem of the name that was given."""
    item = get_object_or_404(ProblemDraft, slug=slug)
    form = ItemForm(request.POST or None)
    by = acting_user(request)
    if draft := _begun(form, lambda given: packaging.begin_from_item(by, item=item, **given)):
        return redirect("authoring:package", slug=draft.slug)
    status = 422 if form.errors else 200
    return render(request, "authoring/coding.html", {"draft": item, "form": form}, status=status)


@authors_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_zip(request: HttpRequest) -> HttpResponse:
    """Bring a package in from a zip, new or in the place of the draft of its name."""
    form = ZipForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            slug, files = read_zip(form.cleaned_data["file"])
            replace = form.cleaned_data["replace"]
            draft, changed = packaging.bring_in(acting_user(request), slug, files, replace=replace)
        except BadZip as bad:
            for line in bad.lines[:20]:
                form.add_error("file", line)
        except Refused as refused:
            form.add_error("replace" if refused.code == "there" else "file", words_of(refused))
        else:
            messages.success(request, _("Imported.") if changed else _("It is there already, the same."))
            return redirect("authoring:package", slug=draft.slug)
    return render(
        request, "authoring/package_import.html", {"form": form}, status=422 if form.errors else 200
    )


@authors_only
@require_POST
def take_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Write on a problem that is there, as its next version."""
    version = newest_version(slug)
    if version is None:
        raise Http404
    draft = packaging.take_up(acting_user(request), version)
    return redirect("authoring:package", slug=draft.slug)


@authors_only
@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a problem's files, all on one page; what is wrong with them as a package stands above."""
    draft = get_object_or_404(PackageDraft.objects.select_related("author"), slug=slug)
    before = packaging.files_of_draft(draft)
    if request.method != "POST":
        return _page(request, draft, before)
    files, wrong = posted_files(request.POST, before)
    if wrong:  # the new file is not among the others yet: its fields keep it
        return _page(request, draft, files, wrong, status=422, typed=request.POST)
    if "preview" in request.POST:
        return _page(request, draft, files)
    try:
        packaging.save(acting_user(request), draft, files, version_seen(request))
    except Refused as refused:
        status = 409 if refused.code == "changed" else 422
        return _page(request, draft, files, [words_of(refused)], status=status)
    messages.success(request, _("Saved."))
    return redirect("authoring:package", slug=slug)


def _page(
    request: HttpRequest,
    draft: PackageDraft,
    files: dict[str, bytes],
    wrong: list[str] | None = None,
    status: int = 200,
    typed: QueryDict | None = None,
) -> HttpResponse:
    """``wrong``: why nothing was saved; ``typed``: the fields of a new file that was not taken."""
    faults = packaging.faults_of(draft.slug, files)
    saved = packaging.files_of_draft(draft)
    versions = ProblemVersion.objects.filter(problem__slug=draft.slug)
    context = {
        "draft": draft,
        "files": Files(files, saved),
        "faults": faults,
        "wrong": wrong or [],
        "unsaved": files != saved,
        "versions": versions,
        "published": versions.filter(digest=draft.digest, published=True).exists(),
        "problem": Problem.objects.filter(slug=draft.slug).first(),
        "moves": packaging.MOVES[draft.state],
        "seen": request.POST.get("seen", draft.version),
        "typed": typed,
    }
    return render(request, "authoring/package.html", context, status=status)


@authors_only
@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a problem to review, or take it back."""
    draft = get_object_or_404(PackageDraft, slug=slug)
    try:
        packaging.move(acting_user(request), draft, request.POST.get("to", ""))
    except Refused as refused:
        messages.error(request, words_of(refused))
    return redirect("authoring:package", slug=slug)


@authors_only
@require_POST
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Retire a problem (``retired`` is 1), or restore it."""
    draft, retired = get_object_or_404(PackageDraft, slug=slug), request.POST.get("retired") == "1"
    try:
        packaging.retire(acting_user(request), draft, retired)
    except Refused as refused:
        messages.error(request, words_of(refused))
    else:
        messages.success(request, _("Retired.") if retired else _("Restored."))
    return redirect("authoring:package", slug=slug)


@authors_only
@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as a zip: to be kept, changed elsewhere and imported again."""
    draft = get_object_or_404(PackageDraft, slug=slug)
    named = {"Content-Disposition": f'attachment; filename="{slug}.zip"'}
    return HttpResponse(packaging.as_zip(draft), content_type="application/zip", headers=named)


@authors_only
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of ``problem.toml``."""
    return JsonResponse(json_schema(), json_dumps_params={"indent": 2})
