"""A round of the housekeeping, announced: apps above this one do theirs with it."""

from __future__ import annotations

import logging

from django.dispatch import Signal

from judge import services

log = logging.getLogger(__name__)

round_made = Signal()
"""Sent after every round, without arguments."""


def make_round() -> bool:
    """Reap, then let others do theirs; what fails there is logged and kept from the next round."""
    services.reap()
    for receiver, answer in round_made.send_robust(sender=None):
        if isinstance(answer, Exception):
            log.error("%s failed in this round", receiver, exc_info=answer)
    return True
