"""The pages of accounts that are not allauth's: one's name on leaderboards, access tokens, no password."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import BoardNameForm, TokenForm
from accounts.models import AccessToken, User
from accounts.services import join_boards, leave_boards
from accounts.tokens import MOST, TooMany, make_token, revoke_token


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


@never_cache  # a token is shown once
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's access tokens; make one, which this answer alone shows."""
    user = cast(User, request.user)
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = ""
    if form.is_valid():
        asked = form.cleaned_data
        try:
            made = make_token(user, asked["name"], may_submit=asked["may_submit"], days=asked["days"])[1]
            form = TokenForm()
        except TooMany:
            form.add_error(None, _("You have %(most)s tokens; take one back first.") % {"most": MOST})
    context = {"form": form, "made": made, "tokens": AccessToken.objects.filter(user=user)}
    return render(request, "account/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a token back."""
    if not revoke_token(cast(User, request.user), pk):
        raise Http404
    messages.success(request, _("The token was taken back. Whatever uses it is refused from now on."))
    return redirect("account_tokens")


@login_required
@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Where allauth leads whoever has no password to change: guests of an interview."""
    if cast(User, request.user).has_usable_password():
        return redirect("account_change_password")
    return render(request, "account/password_set.html")
