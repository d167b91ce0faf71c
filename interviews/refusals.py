"""Why a link lets nobody in, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WHY_NOT = {
    "unknown": _("This link is not one of ours. Was it copied whole?"),
    "used": _(
        "This link was used. Did you begin with it? Go on in the browser in which you began, or ask the "
        "interviewer for another link: it leads back to what you have written."
    ),
    "revoked": _("This link was taken back. Ask whoever sent it."),
    "expired": _("This link has expired. Ask whoever sent it for a new one."),
    "closed": _("This session is closed. Ask whoever invited you."),
}
