"""Which names may stand on a leaderboard, and when two of them are the same. Writes nothing."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import SYSTEM_USERNAME, User

SHORTEST, LONGEST = 2, 30
PUNCTUATION = " -_.·'"
RESERVED = {"reference", "baseline", "tuneroom", "参考模型", "参考", "基线", "微调考场", SYSTEM_USERNAME}


def key_of(name: str) -> str:
    """What two names share that a reader would take for one: letters in any case, without what is between."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character not in PUNCTUATION)


def clean_board_name(name: str, user: User) -> str:
    """Return the name as it will be shown.

    Raises:
        ValidationError: it may not stand there, or belongs to somebody else; the message says why.
    """
    shown = " ".join(unicodedata.normalize("NFKC", name).split())
    if not SHORTEST <= len(shown) <= LONGEST:
        raise ValidationError(
            _("The name needs %(least)s to %(most)s characters.") % {"least": SHORTEST, "most": LONGEST}
        )
    if not all(_is_plain(character) for character in shown) or not key_of(shown):
        raise ValidationError(_("The name may have letters, digits, spaces, and - _ . · ' between them."))
    if key_of(shown) in RESERVED:
        raise ValidationError(_("This name is kept for the site itself."))
    if _is_taken(shown, user):
        raise ValidationError(_("This name is taken."))
    return shown


def _is_plain(character: str) -> bool:
    """Letters, marks and digits of any script; nothing that is unseen or turns the text around."""
    return character in PUNCTUATION or unicodedata.category(character)[0] in "LMN"


def _is_taken(shown: str, user: User) -> bool:
    """Whether another account has the name on leaderboards, or signs in by it."""
    others = User.objects.exclude(pk=user.pk)
    return others.filter(board_key=key_of(shown)).exists() or others.filter(username__iexact=shown).exists()
