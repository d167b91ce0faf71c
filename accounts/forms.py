"""The forms of the account pages: one's name on leaderboards, a new access token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.names import LONGEST, clean_board_name


class BoardNameForm(forms.Form):
    """``name`` is checked for the account that asks."""

    name = forms.CharField(
        label=_("Leaderboard name"),
        max_length=4 * LONGEST,  # what is too long is told in words of its own
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "maxlength": LONGEST}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_name(self) -> str:
        """The name as it will be shown."""
        return clean_board_name(self.cleaned_data["name"], self._user)


class TokenForm(forms.Form):
    """A new access token."""

    DAYS = ((30, _("30 days")), (90, _("90 days")), (365, _("One year")))

    name = forms.CharField(label=_("What it is for"), max_length=60)
    may_submit = forms.BooleanField(label=_("May submit and run code, not only read"), required=False)
    days = forms.TypedChoiceField(label=_("Ends after"), choices=DAYS, coerce=int, initial=90)
