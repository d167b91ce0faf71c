"""The editor, which serves several pages: where it sends things, and what is taken in now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from judge import limits, live, selectors
from judge.live import LivePart
from judge.selectors import Making
from questions.models import ProblemVersion

STATE, MINE = "desk-state", "mine-live"
"""The live parts beside the editor: what is taken in now, and what was submitted."""
STARTER = "starter"
"""What ``?from=`` calls the starter code."""


def number_from(request: HttpRequest) -> int | None:
    """The submission, or the Run, that ``?from=`` names: its code is to be in the editor."""
    number = request.GET.get("from", "")
    return int(number) if number.isdecimal() and len(number) <= limits.NUMBER_DIGITS else None


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


def desk_state(
    request: HttpRequest, version: ProblemVersion, desk: Desk, making: Making | None = None
) -> tuple[LivePart, dict[str, object]]:
    """What is taken in now, by the same rules as ``services.submit`` and ``runs.start_run``, with what the
    buttons of the page need of it. While judging is off, submissions are taken in and wait."""
    judging, served = selectors.judging(version.lane), selectors.lane_served(version.lane)
    takes = served and version.published and not version.paused
    going = not takes or not judging.open
    told = {"version": version, "desk": desk, "judging": judging, "served": served, "making": making}
    told |= {"takes": takes, "came_to_life": live.wanted(request) == STATE and not going}
    body = render_to_string("judge/_desk_state.html", told, request)
    asked_again = going or live.wanted(request)
    beside = render_to_string("judge/_desk_beside.html", told, request) if asked_again else ""
    return LivePart(STATE, body, going, beside, every=5), told
