"""Words for submissions that were not taken: what is wrong and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from judge.selectors import lane_missing
from judge.services import SubmitError
from questions.templatetags.tuneroom import text
from runners.base import Text


def explain(error: SubmitError) -> str:
    """Words for a refused submission: what is wrong and what to do."""
    if error.code == "lane_not_served":
        return lane_missing(**error.details)
    words = {
        "empty": _("There is no code to submit."),
        "not_text": _("The code contains a NUL byte; submit plain Python text."),
        "too_large": _("The code has %(size)s bytes; at most %(allowed)s are allowed."),
        "not_published": _("The reference of this problem is still being prepared; try again in a minute."),
        "paused": _("This problem is paused: %(reason)s"),
        "too_many_active": _(
            "%(active)s of your submissions are still being judged; wait for one to finish."
        ),
        "typed_too_large": _("Your input has %(size)s bytes; at most %(allowed)s are allowed."),
        "too_many_runs": _(
            "You started %(count)s runs within %(seconds)s seconds; wait a moment, or submit."
        ),
        "too_many_this_hour": _(
            "At most %(allowed)s submissions an hour are allowed; the next can be sent in %(minutes)s min."
        ),
    }
    details = {
        name: text(value) if isinstance(value, Text) else value for name, value in error.details.items()
    }
    return words[error.code] % details
