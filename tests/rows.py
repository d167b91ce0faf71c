"""Database rows that several tests need."""

from __future__ import annotations

from typing import Any

from judge.models import Verdict
from runners.base import VerdictCode


def new_verdict(code: VerdictCode = VerdictCode.ACCEPTED, **fields: Any) -> Verdict:
    """A verdict that is not stored yet and that measured nothing unless ``fields`` say so."""
    blank: dict[str, Any] = {
        "score": 100.0,
        "summary": {"zh": "全部通过。", "en": "All passed."},
        **{key: [] for key in ("groups", "metrics", "audits")},
        **{key: {} for key in ("resources", "timing", "seeds")},
    }
    return Verdict(code=code.value, **(blank | fields))
