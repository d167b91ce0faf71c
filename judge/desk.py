"""Where the forms and scripts of the editor send things: one editor serves several pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User

STARTER = "starter"
"""What ``?from=`` calls the starter code."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Addresses of an editor; ``draft``, ``kit`` and ``starter``, the page with the starter, are "" where
    there is none. ``key`` names the draft in the browser, ``adopt`` the one that is taken over when there is
    none yet."""

    submit: str
    run: str
    draft: str
    key: str
    adopt: str = ""
    kit: str = ""
    starter: str = ""

    @classmethod
    def of_problem(cls, slug: str, user: User | None) -> Desk:
        """That of a problem's own page, for a visitor too."""
        return cls(
            submit=reverse("problem", args=[slug]),
            run=reverse("run_start", args=[slug]),
            draft=reverse("draft", args=[slug]) if user else "",
            key=f"{user.pk if user else 'visitor'}:{slug}",
            adopt=f"visitor:{slug}" if user else "",
            kit=reverse("kit", args=[slug]),
            starter=f"{reverse('problem', args=[slug])}?from={STARTER}",
        )
