"""How long the pages with lists take under load: 2,000 questions, 5,000 people, 100,000 submissions. The
candidate is the busiest of them: 2,000 submissions, 1,000 cards, 10,000 reviews.

    python -m benchmarks.list_pages [--times 60]

In a state folder of its own, with synthetic rows (``manage.py load_synthetic``). What is measured is the
server's own time, from the request in hand to the last byte of the page, in one process, by Django's test
client; the goal is 50 ms at the 95th percentile. A download has no goal. The table goes to the terminal,
everything to ``benchmarks/results/list_pages.json``.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles

GOAL_MS = 50.0
RESULTS = Path(__file__).with_name("results") / "list_pages.json"
WARM = 3
EXPECTED = {HTTPStatus.OK, HTTPStatus.FOUND}  # a session leads to its next card


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one page."""

    who: str
    page: str
    p50: float
    p95: float


PAGES = {
    "candidate": (
        *("/", "/questions/", "/questions/?q=微调", "/problems/", "/search/", "/search/?q=微调"),
        *("/search/?q=微调&difficulty=hard&state=due", "/study/", "/study/due/", "/study/history/"),
        *("/study/bookmarks/", "/study/notes/", "/submissions/", "/submissions/?sort=best"),
        *("/study/session/", "/study/card/{card}/"),
        *("/submissions/{later}/", "/submissions/{later}/compare/{earlier}/"),
        *("/submissions/?verdict=accepted&sort=best", "/problems/{slug}/"),
        *("/problems/{slug}/leaderboard/", "/problems/{slug}/leaderboard/?page=40"),
        *("/api/v1/problems/", "/api/v1/questions/", "/api/v1/submissions/", "/api/v1/search/?q=微调"),
        *("/api/v1/study/cards/", "/api/v1/study/reviews/", "/api/v1/bookmarks/", "/api/v1/notes/"),
        "/study/export.apkg",  # last: what it leaves to be swept would be swept while others are measured
    ),
    "interviewer": (
        *("/submissions/", "/submissions/?page=3000", "/submissions/?verdict=accepted"),
        *("/submissions/?problem={slug}&verdict=rejected", "/submissions/?state=queued"),
        *("/submissions/?sort=best", "/similar/", "/rejudge/", "/interviews/review/"),
    ),
    "author": ("/authoring/", "/study/reports/"),
}
DOWNLOADS = {"/study/export.apkg"}


def main() -> int:
    """Load, measure, show, write; exit status 1 when a page misses the goal."""
    parser = argparse.ArgumentParser(description="Pages with lists under load.")
    parser.add_argument("--times", type=int, default=60)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as home:
        os.environ["TUNEROOM_HOME"] = home
        os.environ["TUNEROOM_API_CALLS_PER_MINUTE"] = "1000000"
        found = measure(times)
    for one in found:
        mark = "·" if one.page in DOWNLOADS else "✓" if one.p95 <= GOAL_MS else "✗"
        print(f"{mark} {one.who:12} {one.page:55} p50 {one.p50:6.1f} ms  p95 {one.p95:6.1f} ms")
    RESULTS.write_text(
        json.dumps(
            {"goal_ms": GOAL_MS, "pages": [asdict(one) for one in found]}, indent=1, ensure_ascii=False
        )
        + "\n",
        encoding="utf-8",
    )
    return 0 if all(one.p95 <= GOAL_MS for one in found if one.page not in DOWNLOADS) else 1


def measure(times: int) -> list[Measured]:
    """Fill a database and ask for every page so many times, after a few that do not count."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "judge.settings")
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from accounts.models import Role, User
    from benchmarks import staff_rows
    from judge import synthetic
    from judge.setup import site_steps
    from questions.models import ProblemVersion

    for step in site_steps():
        step.act(print)
    ProblemVersion.objects.update(published=True)
    call_command("load_synthetic")
    slug = ProblemVersion.objects.latest("id").problem.slug
    people = {
        one.value: User.objects.create(username=one.value, role=one)
        for one in (Role.INTERVIEWER, Role.AUTHOR)
    }
    staff_rows.load(people["interviewer"], people["author"])
    people["candidate"] = synthetic.busiest()
    named = {"slug": slug} | _named(people["candidate"].pk, slug)
    gc.collect()
    gc.freeze()  # what the loader left behind is in no server: no pause is to be spent on it
    found = []
    for who, pages in PAGES.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(people[who], "django.contrib.auth.backends.ModelBackend")
        for page in pages:
            found.append(_one(client, who, page.format(**named), times))
    return found


def _named(candidate: int, slug: str) -> dict[str, object]:
    """What addresses name: two of the candidate's submissions to a problem, beside as many as a page offers
    to compare with, and the card that is due first."""
    from judge.limits import SIBLINGS
    from judge.models import Submission
    from study.models import Card

    mine = Submission.objects.filter(author=candidate, problem_version__problem__slug=slug).order_by("-pk")
    later, earlier, *others = mine.values_list("pk", flat=True)
    assert len(others) >= SIBLINGS
    due = Card.objects.filter(author=candidate).order_by("due")
    return {"later": later, "earlier": earlier, "card": due.values_list("question__slug", flat=True)[0]}


def _one(client: object, who: str, page: str, times: int) -> Measured:
    taken = []
    for number in range(times + WARM):
        began = time.perf_counter()
        answer = client.get(page)  # type: ignore[attr-defined]
        milliseconds = (time.perf_counter() - began) * 1000
        assert answer.status_code in EXPECTED, (page, answer.status_code)
        taken += [milliseconds] if number >= WARM else []
    return Measured(who, page, round(median(taken), 1), round(quantiles(taken, n=20)[-1], 1))


if __name__ == "__main__":
    sys.exit(main())
