"""The one page of accounts that is not allauth's: one's name on leaderboards."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import BoardNameForm
from accounts.models import User
from accounts.services import join_boards, leave_boards


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def board_name(request: HttpRequest) -> HttpResponse:
    """Choose the name, change it, or be shown no more (``leave``)."""
    user = cast(User, request.user)
    if request.method != "POST":
        return render(
            request, "account/board_name.html", {"form": BoardNameForm(user=user, initial=_now(user))}
        )
    if "leave" in request.POST:
        leave_boards(user)
        messages.success(request, _("You are on no leaderboard any more."))
        return redirect("account_board")
    return _join(request, user)


def _now(user: User) -> dict[str, str]:
    return {"name": user.board_name}


def _join(request: HttpRequest, user: User) -> HttpResponse:
    form = BoardNameForm(request.POST, user=user)
    if form.is_valid():
        if join_boards(user, form.cleaned_data["name"]):
            messages.success(request, _("Leaderboards show you as “%(name)s”.") % {"name": user.board_name})
            return redirect("account_board")
        form.add_error("name", _("This name is taken."))
    return render(request, "account/board_name.html", {"form": form}, status=422)
