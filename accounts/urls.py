"""Addresses of accounts, below ``/accounts/``: our own, and those pages of allauth that this site uses.

No mail leaves an installation unless its operator sets that up, so nothing resets by mail.
"""

from __future__ import annotations

from allauth.account import views
from django.urls import path
from django.views.generic import TemplateView

from accounts.views import board_name, no_password, token_revoke, tokens

urlpatterns = [
    path("leaderboard/", board_name, name="account_board"),
    path("tokens/", tokens, name="account_tokens"),
    path("tokens/<int:pk>/revoke/", token_revoke, name="account_token_revoke"),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", no_password, name="account_set_password"),
    path(
        "password/reset/",
        TemplateView.as_view(template_name="account/password_reset.html"),
        name="account_reset_password",
    ),
]
