"""Ends sittings whose time is up while nobody looks: in every round of the judge's housekeeping."""

from __future__ import annotations

from typing import Any

from interviews import sittings
from judge.rounds import round_made


def hear_rounds() -> None:
    """Ring with every round from now on."""
    round_made.connect(_ring, dispatch_uid="interviews.bell")


def _ring(sender: Any, **more: Any) -> None:
    sittings.ring()
