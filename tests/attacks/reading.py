"""Reads a submission as its candidate sees it: what counts of a verdict, what must not stand on a page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]

# Control characters, and those that turn the direction of the text.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
MARKUP = ("<script>attack", "<img src=x onerror=attack", "</textarea><b>attack")


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that a candidate sees of a submission but the code that they sent in: the API's answer,
    the pages with the verdict, the page to submit again, and the curve as a file."""

    answer: str
    pages: str
    form: str
    curve: str

    @property
    def all(self) -> str:
        return "\n".join((self.answer, self.pages, self.curve))

    def dangers(self) -> list[str]:
        """What a browser would act on."""
        html = self.pages + self.form
        found = [f"{text} is on a page" for text in MARKUP if text in html]
        return found + [f"{char!r} is on a page" for char in sorted(set(UNSAFE.findall(self.pages)))]


def what_counts(body: Body) -> str:
    """All of a verdict that an attack could want to change, in one line."""
    verdict = body["verdict"]
    if verdict is None:
        return str(body["state"])
    groups = {
        one["key"]: [one["points"], *(case["passed"] for case in one["cases"])] for one in verdict["groups"]
    }
    metrics = {one["key"]: [one["points"], one["standing"]] for one in verdict["metrics"]}
    audits = {one["key"]: one["passed"] for one in verdict["audits"]}
    return f"{verdict['verdict']} {verdict['score']:g} {json.dumps([groups, metrics, audits])}"


def told(body: Body) -> str:
    """The last line that the program printed, else what the verdict says."""
    verdict = body["verdict"]
    if verdict is None:
        return ""
    lines = [line for line in verdict["output"].splitlines() if line.strip()]
    return str(lines[-1] if lines else verdict["summary"]["en"])
